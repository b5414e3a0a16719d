/** Lines of text as SVG, wrapped to a measured width. */
import type { Weight } from './fonts.ts'
import { wrap } from './wrap.ts'

export type TextAsk = { sizes: readonly number[]; weight: Weight; lines: number }
export type TextBlock = { markup: string; width: number; height: number }

/** Room for one line: the marks stacked above a capital (Ộ, Ễ) and the tails below both fit into it. */
export const lineHeight = 1.24
export const ascent = 0.97

/** A block of text whose first line's top stands at `y`. */
export function textBlock(
  text: string,
  place: { x: number; y: number; width: number; anchor: 'middle' | 'start' },
  ask: TextAsk,
): TextBlock {
  const wrapped = wrap(text, { width: place.width, ...ask })
  const markup = wrapped.lines
    .map((line, i) =>
      textLine(line, {
        x: place.x,
        baseline: place.y + (i * lineHeight + ascent) * wrapped.size,
        size: wrapped.size,
        weight: ask.weight,
        anchor: place.anchor,
      }),
    )
    .join('')
  return { markup, width: wrapped.width, height: wrapped.lines.length * lineHeight * wrapped.size }
}

export function textLine(
  text: string,
  at: {
    x: number
    baseline: number
    size: number
    weight: Weight
    anchor?: 'middle' | 'start'
    fill?: string
  },
): string {
  return `<text x="${round(at.x)}" y="${round(at.baseline)}" font-size="${round(at.size)}" font-weight="${at.weight}" text-anchor="${at.anchor ?? 'middle'}" fill="${at.fill ?? '#000'}">${xmlText(text)}</text>`
}

export const round = (n: number) => Math.round(n * 1000) / 1000
const xmlText = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
