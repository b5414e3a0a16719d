/** The word that was probably meant. The only file that imports fastest-levenshtein. */
import { distance } from 'fastest-levenshtein'

/** How far off a word of this length may be: two letters changed places is a distance of two. */
const slipOf = (length: number) => (length < 4 ? 1 : Math.min(4, Math.max(2, Math.floor(length / 3))))

/** The nearest candidate; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // A long line pasted into the wrong place is no typing mistake, and comparing it would take long.
  if (word.length > 80) return undefined
  const plain = fold(word)
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const away = distance(plain, fold(candidate))
    if (away < bestDistance && away <= slipOf(candidate.length)) {
      best = candidate
      bestDistance = away
    }
  }
  return best
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: unknown, candidates: readonly string[]): string {
  const near = typeof word === 'string' ? nearest(word, candidates) : undefined
  return near === undefined || near === word ? '' : ` Did you mean "${near}"?`
}

/** Small letters without diacritics: "Đất đai" is "dat dai". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase()
}

/** What a name would be as an id: "Đất đai – Môi trường" is "dat-dai-moi-truong". */
export function asId(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}
