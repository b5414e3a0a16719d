/**
 * A slip as a picture, so that any thermal printer prints right Vietnamese. Given the same data it draws the
 * same dots: no clock, no state, nothing of the queue but what it is handed.
 */
import { Resvg } from '@resvg/resvg-js'
import { fontFamily, fontFiles } from './fonts.ts'
import { formats } from './format.ts'
import { layOut, type Parts } from './layout.ts'
import {
  blank,
  type Dots,
  dithered,
  dotsOf,
  layOver,
  type Pixels,
  type Raster,
  type Stamp,
  stampOn,
  toPng,
} from './raster.ts'
import type { Logo, PaperMm, SlipData, SlipSite } from './slip-data.ts'

export type { Raster } from './raster.ts'
export type { Logo, PaperMm, SlipData, SlipSite } from './slip-data.ts'

/** Most of a slip stands on others too: a block has 2 to 15 kB. */
const blocksKept = 200

/** Where on the paper something stands, in dots. */
export type SlipPicture = Raster & { parts: Parts }

export type SlipRenderer = {
  /** The dots of one slip. */
  render(slip: SlipData, paper: PaperMm): Promise<SlipPicture>
  /** The same dots as a PNG, for screens. */
  png(slip: SlipData, paper: PaperMm): Promise<Uint8Array>
  /** Draws one slip for nobody, so that the day's first on this paper is as quick as the rest. */
  warmUp(paper: PaperMm): Promise<void>
}

export function openSlipRenderer(needs: { site: SlipSite; logo?: Logo | null }): SlipRenderer {
  const options = {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: fontFamily },
    logLevel: 'off' as const,
  }
  const pixelsOf = (svg: string): Pixels => {
    // Not renderAsync: resvg keeps megabytes for every thread it ever ran on, and that takes any of a pool.
    const image = new Resvg(svg, options).render()
    return { width: image.width, height: image.height, rgba: image.pixels }
  }

  /** A logo never changes: it is drawn once for each paper. */
  const logos = new Map<PaperMm, Stamp['dark']>()
  const logoDots = (logo: Logo, paper: PaperMm): Stamp['dark'] => {
    const known = logos.get(paper)
    if (known) return known
    const drawn = dithered(pixelsOf(logoSvg(logo, formats[paper].logo)))
    logos.set(paper, drawn)
    return drawn
  }

  /** By what is drawn, the one used last at the end. */
  const blocks = new Map<string, Dots>()
  const blockDots = (svg: string): Dots => {
    const dots = blocks.get(svg) ?? dotsOf(pixelsOf(svg))
    blocks.delete(svg)
    blocks.set(svg, dots)
    const [oldest] = blocks.keys()
    if (blocks.size > blocksKept && oldest !== undefined) blocks.delete(oldest)
    return dots
  }

  const render = async (slip: SlipData, paper: PaperMm): Promise<SlipPicture> => {
    const { width, height, blocks, parts, qr } = layOut(slip, needs.site, needs.logo != null, paper)
    const dots = blank(width, height)
    for (const { y, svg } of blocks) layOver(dots, blockDots(svg), y)
    if (parts.qr && qr) stampOn(dots, { box: parts.qr, dark: qr.dark })
    if (parts.logo && needs.logo) stampOn(dots, { box: parts.logo, dark: logoDots(needs.logo, paper) })
    return { width, height, bits: dots.bits.toString('base64'), parts }
  }

  return {
    render,
    png: async (slip, paper) => toPng(await render(slip, paper)),
    async warmUp(paper) {
      const slip: SlipData = {
        number: 'A001',
        service: { name: needs.site.name, pictogram: 'document' },
        ahead: 0,
        issuedAt: '2026-01-01T00:00:00+07:00',
        counters: [],
      }
      await render(slip, paper)
    },
  }
}

function logoSvg(logo: Logo, side: number): string {
  const data = Buffer.from(logo.bytes).toString('base64')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="#fff"/><image width="${side}" height="${side}" preserveAspectRatio="xMidYMid meet" href="data:${logo.type};base64,${data}"/></svg>`
}
