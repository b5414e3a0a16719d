/**
 * The slip as a drawing in printer dots. Pure: the same data gives the same drawing. Blocks stand under each
 * other, each as high as its content; every width is measured, so nothing leaves the paper. A block is the same drawing
 * wherever it stands, so that one which comes again need not be drawn again.
 */
import { pictogramSvg } from '../pictograms/pictograms.ts'
import { drawable, fontFamily, metrics, type Weight } from './fonts.ts'
import { type Format, formats } from './format.ts'
import { type Qr, qrCode } from './qr.ts'
import type { Box } from './raster.ts'
import type { PaperMm, SlipData, SlipSite } from './slip-data.ts'
import { ascent, lineHeight, round, type TextAsk, textBlock, textLine } from './svg-text.ts'
import {
  aheadLine,
  counterLine,
  mayNotFitLine,
  noCounterOpenLine,
  reprintLine,
  timeAndDate,
  waitLine,
} from './words.ts'

/** Where on the paper the things stand that are not plain text. */
export type Parts = { number: Box; logo: Box | null; qr: Box | null }
/** Something that stands between two rows, whole dots, across the whole paper; what it is does not depend on where. */
export type Block = { y: number; svg: string }
/** Logo and QR are left white in the blocks: their dots are set one by one, which is exact and quicker. */
export type Drawing = { width: number; height: number; blocks: Block[]; parts: Parts; qr: Qr | null }

/** How far down the paper the drawing has come. */
type Column = { y: number; blocks: Block[] }

export function layOut(slip: SlipData, site: SlipSite, withLogo: boolean, paper: PaperMm): Drawing {
  const format = formats[paper]
  const column: Column = { y: format.margin, blocks: [] }

  if (slip.reprint) banner(column, format, reprintLine(slip.reprint, site.timeZone))
  const logo = head(column, format, site, withLogo)
  rule(column, format)
  service(column, format, slip)
  const number = bigNumber(column, format, slip.number)
  centred(column, format, aheadLine(slip.ahead), { sizes: format.ahead, weight: 800, lines: 1 })
  const wait = slip.estimate && !slip.noCounterOpen ? waitLine(slip.estimate) : null
  if (wait) centred(column, format, wait, { sizes: format.closing, weight: 500, lines: 1 })
  const counters = counterLine(slip.counters)
  if (counters) centred(column, format, counters, { sizes: format.counters, weight: 800, lines: 1 })
  if (slip.noCounterOpen)
    centred(column, format, noCounterOpenLine, { sizes: format.closing, weight: 800, lines: 2 })
  if (slip.mayNotFit) centred(column, format, mayNotFitLine, { sizes: format.closing, weight: 800, lines: 2 })
  column.y += format.gap / 2
  rule(column, format)
  const qr = closing(column, format, slip, site)
  column.y += format.gap / 2
  const note = slip.note ?? site.printing?.note
  if (note) centred(column, format, note, { sizes: format.small, weight: 500, lines: 3 })

  const height = Math.ceil(column.y + format.gap / 2)
  const parts = { number, logo, qr: qr?.box ?? null }
  return { width: format.width, height, blocks: column.blocks, parts, qr: qr?.code ?? null }
}

/** Rows above and below a block: round letters reach over their line, a Q below it. Prefixes have no marks. */
const spare = 8

/** Markup counts from the block's own top; `rows` is the room it has. */
function put(column: Column, format: Format, top: number, rows: number, markup: string): void {
  const { width } = format
  const height = Math.ceil(rows) + 2 * spare
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 ${-spare} ${width} ${height}" color="#000" font-family="${fontFamily}"><rect y="${-spare}" width="100%" height="100%" fill="#fff"/>${markup}</svg>`
  column.blocks.push({ y: Math.round(top) - spare, svg })
}

function centred(column: Column, format: Format, text: string, ask: TextAsk): void {
  const width = format.width - 2 * format.margin
  const block = textBlock(text, { x: format.width / 2, y: 0, width, anchor: 'middle' }, ask)
  put(column, format, column.y, block.height, block.markup)
  column.y += block.height
}

function rule(column: Column, format: Format): void {
  column.y = Math.round(column.y + format.gap / 2)
  const line = `<rect x="${format.margin}" width="${format.width - 2 * format.margin}" height="2" fill="#000" shape-rendering="crispEdges"/>`
  put(column, format, column.y, 2, line)
  column.y += 2 + format.gap / 2
}

function banner(column: Column, format: Format, text: string): void {
  const size = format.counters[0] ?? 27
  const height = Math.round(size * 1.5)
  const words = textLine(text, {
    x: format.width / 2,
    baseline: size * 1.12,
    size,
    weight: 800,
    fill: '#fff',
  })
  const ground = `<rect x="${format.margin}" width="${format.width - 2 * format.margin}" height="${height}" fill="#000"/>`
  put(column, format, column.y, height, ground + words)
  column.y += height + format.gap
}

/** Authority and name of the centre, the logo on their left. */
function head(column: Column, format: Format, site: SlipSite, withLogo: boolean): Box | null {
  const left = format.margin + (withLogo ? format.logo + format.gap : 0)
  const width = format.width - format.margin - left
  const top = column.y
  let height = 0
  const parts: string[] = []
  const add = (text: string, ask: TextAsk) => {
    const block = textBlock(text, { x: left + width / 2, y: height, width, anchor: 'middle' }, ask)
    parts.push(block.markup)
    height += block.height
  }
  if (site.authority) add(site.authority, { sizes: format.authority, weight: 500, lines: 2 })
  add(site.name, { sizes: format.site, weight: 800, lines: withLogo ? 3 : 2 })
  const room = Math.max(height, withLogo ? format.logo : 0)
  put(column, format, top + (room - height) / 2, height, parts.join(''))
  column.y = top + room
  if (!withLogo) return null
  const y = Math.round(top + (room - format.logo) / 2)
  return { x: format.margin, y, width: format.logo, height: format.logo }
}

function service(column: Column, format: Format, slip: SlipData): void {
  const side = format.pictogram
  const room = format.width - 2 * format.margin - side - format.gap
  const ask = { sizes: format.service, weight: 800 as Weight, lines: 3 }
  const name = textBlock(slip.service.name, { x: 0, y: 0, width: room, anchor: 'start' }, ask)
  const left = Math.round((format.width - side - format.gap - name.width) / 2)
  const height = Math.max(name.height, side)
  const pictureTop = Math.round((height - side) / 2)
  const nameTop = round((height - name.height) / 2)
  const picture = `<g transform="translate(${left} ${pictureTop}) scale(${round(side / 24)})">${pictogramSvg(slip.service.pictogram)}</g>`
  const words = `<g transform="translate(${left + side + format.gap} ${nameTop})">${name.markup}</g>`
  put(column, format, column.y, height, picture + words)
  column.y += height
}

/**
 * The number, as high as the width permits. A long one is drawn narrower before it is drawn lower: height is
 * what makes it readable at arm's length.
 */
function bigNumber(column: Column, format: Format, number: string): Box {
  column.y += format.gap
  const label = { x: format.width / 2, baseline: format.label * ascent, size: format.label }
  put(column, format, column.y, format.label * lineHeight, textLine('SỐ THỨ TỰ', { ...label, weight: 800 }))
  column.y += Math.round(format.label * lineHeight + format.gap / 2)

  const font = metrics(800)
  const text = drawable(number)
  const room = format.width - 2 * format.margin
  const wide = Math.max(font.width(text), 0.1)
  const fitting = (room / wide) * font.capHeight
  const height = Math.round(Math.min(format.mostNumber, Math.max(format.leastNumber, fitting)))
  const size = height / font.capHeight
  const squeeze = Math.min(1, room / (wide * size))
  const top = Math.round(column.y)
  const digits = `<g transform="translate(${format.width / 2} ${height}) scale(${round(squeeze)} 1)">${textLine(text, { x: 0, baseline: 0, size, weight: 800 })}</g>`
  put(column, format, top, height, digits)
  column.y = top + height + format.gap
  const width = Math.min(room, Math.ceil(wide * size * squeeze))
  return { x: Math.round((format.width - width) / 2), y: top, width, height }
}

/** Time, what to do now and the hotline; the QR on their left. */
function closing(
  column: Column,
  format: Format,
  slip: SlipData,
  site: SlipSite,
): { box: Box; code: Qr } | null {
  const { time, date } = timeAndDate(slip.issuedAt, site.timeZone)
  const lines: { text: string; ask: TextAsk }[] = [
    { text: `${time}\u00a0\u00a0${date}`, ask: { sizes: format.closing, weight: 800, lines: 1 } },
    { text: 'Vui lòng chờ gọi số', ask: { sizes: format.closing, weight: 800, lines: 2 } },
  ]
  const small: TextAsk = { sizes: format.small, weight: 500, lines: 2 }
  if (site.hotline) lines.push({ text: `Đường dây nóng: ${site.hotline}`, ask: small })

  const code = slip.qrUrl ? qrCode(slip.qrUrl, format.qrRoom) : null
  if (!code) {
    for (const line of lines) centred(column, format, line.text, line.ask)
    return null
  }
  lines.push({ text: 'Quét mã: theo dõi lượt, đánh giá', ask: small })
  // The code's own white margin takes the place of the paper's, and where it is the higher of the two also of
  // the gap below the rule.
  const left = code.size
  const width = format.width - format.margin - left
  const blocks = lines.map(({ text, ask }) => textBlock(text, { x: left, y: 0, width, anchor: 'start' }, ask))
  const textHeight = blocks.reduce((sum, block) => sum + block.height + 3, 0)
  const height = Math.max(code.size, textHeight)
  const top = Math.round(column.y - (code.size > textHeight ? format.gap : 0))
  let y = top + (height - textHeight) / 2
  for (const block of blocks) {
    put(column, format, y, block.height, block.markup)
    y += block.height + 3
  }
  column.y = top + height
  const box = { x: 0, y: Math.round(top + (height - code.size) / 2), width: code.size, height: code.size }
  return { box, code }
}
