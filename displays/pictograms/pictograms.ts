/**
 * The pictures beside the services' names. Gives the inside of an SVG of 24 × 24, in `currentColor`; whoever
 * draws it decides place, size and colour.
 */
import { readFileSync } from 'node:fs'
import type { PictogramName } from '../../hardware/pictogram-names.ts'

const drawn = new Map<PictogramName, string>()

/** The picture's markup, to be put inside `<svg viewBox="0 0 24 24">` or a scaled group. */
export function pictogramSvg(name: PictogramName): string {
  const known = drawn.get(name)
  if (known !== undefined) return known
  const file = readFileSync(new URL(`./${name}.svg`, import.meta.url), 'utf8')
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(file)?.[1]
  if (inner === undefined) throw new Error(`displays/pictograms/${name}.svg is not an SVG`)
  const markup = `<g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.replace(/\s*\n\s*/g, '')}</g>`
  drawn.set(name, markup)
  return markup
}
