/** What visitors said of their visits, in figures: mean, satisfaction and response, each with its denominator. */
import type { Leg } from './state.ts'

/** As they stand beside the figures. */
export const ratingFormulas = {
  mean: 'Sum of points ÷ all ratings; the best word has as many points as the scale has words, the worst has 1.',
  satisfied: 'Ratings with a word that counts as satisfied ÷ all ratings.',
  response: 'Ratings ÷ legs finished or rated.',
}

export type Share = { n: number; of: number; share: number | null }
export type Ratings = {
  n: number
  /** Null without ratings, and where scales of different lengths were in use: their points do not compare. */
  mean: { points: number; of: number } | null
  satisfied: Share
  response: Share
}
export type RatingTally = {
  rated: number
  points: number
  /** How many words each scale in use had. */
  scales: Set<number>
  satisfied: number
  /** Finished or rated. */
  asked: number
}

export const noRatings = (): RatingTally => ({
  rated: 0,
  points: 0,
  scales: new Set(),
  satisfied: 0,
  asked: 0,
})

export function addRating(tally: RatingTally, { rating, end }: Leg): void {
  if (rating || end === 'finished') tally.asked++
  if (!rating) return
  tally.rated++
  tally.points += rating.of + 1 - rating.value
  tally.scales.add(rating.of)
  if (rating.satisfied) tally.satisfied++
}

export function mergedRatings(tallies: readonly RatingTally[]): RatingTally {
  const all = noRatings()
  for (const { rated, points, scales, satisfied, asked } of tallies) {
    all.rated += rated
    all.points += points
    all.satisfied += satisfied
    all.asked += asked
    for (const scale of scales) all.scales.add(scale)
  }
  return all
}

export const shareOf = (n: number, of: number): Share => ({ n, of, share: of === 0 ? null : n / of })

export function ratingsOf({ rated, points, scales, satisfied, asked }: RatingTally): Ratings {
  const [of] = scales
  return {
    n: rated,
    mean: of !== undefined && scales.size === 1 ? { points: points / rated, of } : null,
    satisfied: shareOf(satisfied, rated),
    response: shareOf(rated, asked),
  }
}

/** `of` picks legs, such as one service's. */
export function ratingsOfLegs(legs: Iterable<Leg>, of: (leg: Leg) => boolean = () => true): Ratings {
  const tally = noRatings()
  for (const leg of legs) if (of(leg)) addRating(tally, leg)
  return ratingsOf(tally)
}
