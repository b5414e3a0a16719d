import { inflateSync } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import jsqr from 'jsqr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fontFamily, fontFiles } from './fonts.ts'
import { dotsPerMm } from './format.ts'
import { layOut } from './layout.ts'
import type { Box } from './raster.ts'
import { openSlipRenderer, type PaperMm, type Raster, type SlipData, type SlipSite } from './slip.ts'

const test = suite('slip')
const papers: readonly PaperMm[] = [80, 58]
const widths = { 80: 576, 58: 384 }
const leastNumberMm = { 80: 16, 58: 12 }

const site: SlipSite = {
  name: 'Trung tâm Phục vụ hành chính công phường Bắc Cường',
  authority: 'Ủy ban nhân dân phường Bắc Cường',
  timeZone: 'Asia/Ho_Chi_Minh',
  hotline: '0214 3 840 022',
}
const usual: SlipData = {
  number: 'A012',
  service: { name: 'Đất đai', pictogram: 'land' },
  ahead: 3,
  estimate: { low: 600, high: 1200 },
  issuedAt: '2026-11-23T10:42:10+07:00',
  counters: ['1', '3', '5'],
}
const longestName =
  'Tài nguyên và Môi trường, Nông nghiệp và Phát triển nông thôn, Lâm nghiệp, Thủy sản, Kiểm lâm và các lĩnh vực liên quan'
const longest: SlipData = {
  number: 'MW99999',
  service: { name: longestName, pictogram: 'farm' },
  ahead: 1234,
  estimate: { low: 5400, high: 9000 },
  mayNotFit: true,
  issuedAt: '2026-11-23T10:42:10+07:00',
  counters: ['101B', '103B', '105B', '107B', '109B', '111B', '113B'],
  qrUrl: 'https://hangcho.laocai.gov.vn/t/3kFq9ZxW2bLrT8yVnQ0a',
  reprint: { n: 12, at: '2026-11-23T10:55:00+07:00' },
}
const longestSite: SlipSite = {
  name: 'Trung tâm Phục vụ hành chính công xã Nguyễn Nghiêm – Khu vực Mường Khương và vùng phụ cận, tỉnh Lào Cai',
  authority:
    'Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Nguyễn Nghiêm, huyện cũ Mường Khương, tỉnh Lào Cai',
  timeZone: 'Asia/Ho_Chi_Minh',
  hotline: '0214 3 840 022 – 0214 3 840 0',
  printing: {
    voidFailedAfterMinutes: 10,
    note: 'Giờ tiếp nhận: 07:30–11:30 và 13:30–17:00, từ thứ Hai đến thứ Sáu; sáng thứ Bảy 08:00–11:00, trừ ngày lễ, Tết',
  },
}
const logo = {
  type: 'image/svg+xml' as const,
  bytes: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5" fill="#c8102e"/></svg>',
  ),
}

function inkOf(raster: Raster): (x: number, y: number) => boolean {
  const bits = Buffer.from(raster.bits, 'base64')
  const rowBytes = Math.ceil(raster.width / 8)
  return (x, y) => ((bits[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
}

/** The smallest box around the ink inside `area`; null when it is white. */
function inkBox(raster: Raster, area: Box): Box | null {
  const ink = inkOf(raster)
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1]
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      if (!ink(x, y)) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}
const wholeOf = (raster: Raster): Box => ({ x: 0, y: 0, width: raster.width, height: raster.height })

function readQr(raster: Raster): string | null {
  const ink = inkOf(raster)
  const rgba = new Uint8ClampedArray(raster.width * raster.height * 4).fill(255)
  for (let i = 0; i < raster.width * raster.height; i++) {
    if (ink(i % raster.width, Math.floor(i / raster.width))) rgba.fill(0, i * 4, i * 4 + 3)
  }
  return jsqr.default(rgba, raster.width, raster.height)?.data ?? null
}

test('a slip is as wide as the print head and about as long as a hand', async () => {
  const renderer = openSlipRenderer({ site })
  for (const paper of papers) {
    for (const slip of [usual, { ...usual, qrUrl: longest.qrUrl ?? null }]) {
      const { width, height, bits } = await renderer.render(slip, paper)
      assert.is(width, widths[paper])
      assert.is(Buffer.from(bits, 'base64').length, (width / 8) * height)
      assert.ok(height <= 95 * dotsPerMm, `${paper} mm: ${height / dotsPerMm} mm long`)
    }
  }
})

test('no letter is cut at the edge of its block', () => {
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: fontFamily }
  const marked = { ...site, name: 'Ễ Ộ Ậ Ổ ỹ ự gjpqy', authority: 'ỄỘẬ Ủy ban gjpqyỵ' }
  for (const paper of papers) {
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      const service = { name: 'Ễ Ộ ự gjpqy ỵ – Bảo trợ xã hội, Ễ Ộ ỹ', pictogram: 'farm' as const }
      const slip = { ...longest, number: `${letter}${letter}08`, service, reprint: null }
      for (const { svg } of layOut(slip, marked, false, paper).blocks) {
        const { width, height, pixels } = new Resvg(svg, { font }).render()
        const row = (y: number) => pixels.subarray(y * width * 4, (y + 1) * width * 4)
        assert.ok(row(0).every((part) => part === 255) && row(height - 1).every((part) => part === 255), svg)
      }
    }
  }
})

test('a slip is the same whatever was drawn before it', async () => {
  const renderer = openSlipRenderer({ site, logo })
  const first = await renderer.render(usual, 80)
  for (let n = 0; n < 250; n++)
    await renderer.render({ ...usual, number: `B${n}`, ahead: n }, n % 2 ? 80 : 58)
  assert.equal(await renderer.render(usual, 80), first)
  assert.equal(await openSlipRenderer({ site, logo }).render(usual, 80), first)
})

test('every number stands high enough to be read at arm’s length, and whole', async () => {
  const renderer = openSlipRenderer({ site })
  for (const paper of papers) {
    for (const number of ['7', 'A012', 'C999', 'AB012', 'AB10000', 'MW99999']) {
      const picture = await renderer.render({ ...usual, number }, paper)
      const box = picture.parts.number
      const around = { x: 0, y: box.y - 4, width: picture.width, height: box.height + 8 }
      const ink = inkBox(picture, around)
      assert.ok(ink, number)
      assert.ok(ink.height >= leastNumberMm[paper] * dotsPerMm, `${number}: ${ink.height} dots high`)
      assert.ok(ink.y > around.y && ink.y + ink.height < around.y + around.height, `${number} stands free`)
      assert.ok(ink.x >= 4 && ink.x + ink.width <= picture.width - 4, `${number} within the paper`)
    }
  }
})

test('the longest names, numbers and notes stay on the paper, margins white', async () => {
  const slips: SlipData[] = [
    longest,
    {
      ...longest,
      service: { name: 'Đăngkýquyềnsửdụngđấtđaivàtàisảngắnliềnvớiđất'.repeat(2), pictogram: 'land' },
    },
    { ...longest, service: { name: longestName.toUpperCase(), pictogram: 'home' } },
    { ...longest, note: 'W'.repeat(120) },
  ]
  for (const withLogo of [null, logo]) {
    const renderer = openSlipRenderer({ site: longestSite, logo: withLogo })
    for (const paper of papers) {
      for (const slip of slips) {
        const picture = await renderer.render(slip, paper)
        const ink = inkBox(picture, wholeOf(picture))
        assert.ok(ink)
        assert.ok(ink.x >= 4 && ink.x + ink.width <= picture.width - 4, `${paper} mm: ${JSON.stringify(ink)}`)
        assert.ok(
          ink.y >= 4 && ink.y + ink.height <= picture.height - 2,
          `${paper} mm: ${JSON.stringify(ink)}`,
        )
      }
    }
  }
})

test('marks stacked on a capital are drawn and not cut off', async () => {
  for (const paper of papers) {
    const first = async (name: string) => {
      const picture = await openSlipRenderer({ site: { name, timeZone: site.timeZone } }).render(usual, paper)
      return inkBox(picture, wholeOf(picture))?.y ?? 0
    }
    const [plain, marked] = [await first('OEAOU'), await first('ỘỄẰỐỬ')]
    assert.ok(marked >= 2, `${paper} mm: first ink at ${marked}`)
    assert.ok(plain - marked >= 4, `${paper} mm: plain ${plain}, marked ${marked}`)
  }
})

test('a telephone reads the QR, and without an address there is none', async () => {
  const renderer = openSlipRenderer({ site, logo })
  for (const paper of papers) {
    assert.is(readQr(await renderer.render(longest, paper)), longest.qrUrl)
    const without = await renderer.render({ ...longest, qrUrl: null }, paper)
    assert.is(without.parts.qr, null)
    assert.is(readQr(without), null)
  }
  const tooLong = { ...usual, qrUrl: `https://a.vn/${'x'.repeat(400)}` }
  assert.is((await renderer.render(tooLong, 58)).parts.qr, null)
})

test('a reprint carries its black bar, a first print does not', async () => {
  const renderer = openSlipRenderer({ site })
  const blackRows = (raster: Raster) => {
    const ink = inkOf(raster)
    let rows = 0
    for (let y = 0; y < 100; y++) if ([20, 30, raster.width - 30].every((x) => ink(x, y))) rows++
    return rows
  }
  for (const paper of papers) {
    assert.ok(blackRows(await renderer.render({ ...usual, reprint: longest.reprint ?? null }, paper)) > 25)
    assert.ok(blackRows(await renderer.render(usual, paper)) < 5)
  }
})

test('the logo is drawn in its place, in dots that show its tone', async () => {
  const picture = await openSlipRenderer({ site, logo }).render(usual, 80)
  const box = picture.parts.logo
  assert.ok(box)
  const ink = inkOf(picture)
  let black = 0
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) if (ink(box.x + x, box.y + y)) black++
  const share = black / (box.width * box.height)
  assert.ok(share > 0.35 && share < 0.75, `a red disc is ${share} black`)
  assert.is((await openSlipRenderer({ site }).render(usual, 80)).parts.logo, null)
})

test('whatever a slip says changes its dots, and the same slip is always the same', async () => {
  const renderer = openSlipRenderer({ site })
  const changes: Partial<SlipData>[] = [
    {},
    { number: 'A013' },
    { ahead: 4 },
    { ahead: 0 },
    { issuedAt: '2026-11-23T10:43:10+07:00' },
    { counters: [] },
    { service: { name: 'Đất đai', pictogram: 'home' } },
    { service: { name: 'Đất đài', pictogram: 'land' } },
    { note: 'Xin giữ phiếu' },
    { estimate: null },
    { mayNotFit: true },
    { noCounterOpen: true },
  ]
  const drawn = await Promise.all(changes.map((change) => renderer.render({ ...usual, ...change }, 80)))
  assert.is(new Set(drawn.map(({ bits }) => bits)).size, changes.length)
  const elsewhere = { ...usual, issuedAt: '2026-11-23T03:42:10Z' }
  assert.is((await renderer.render(elsewhere, 80)).bits, drawn[0]?.bits)
  // With nobody there to serve, a wait is not promised.
  const nobody = { ...usual, noCounterOpen: true }
  const without = await renderer.render({ ...nobody, estimate: null }, 58)
  assert.is((await renderer.render(nobody, 58)).bits, without.bits)
})

test('signs of markup and letters the typeface lacks do no harm', async () => {
  const renderer = openSlipRenderer({ site })
  const named = (name: string) => renderer.render({ ...usual, service: { name, pictogram: 'land' } }, 80)
  assert.is((await named('Thuế & phí <b>漢')).bits, (await named('Thuế & phí <b>?')).bits)
  assert.is((await named('Đất đai'.normalize('NFD'))).bits, (await named('Đất đai')).bits)
})

test('the PNG holds the same dots', async () => {
  const renderer = openSlipRenderer({ site })
  const { width, height, bits } = await renderer.render(usual, 58)
  const png = Buffer.from(await renderer.png(usual, 58))
  assert.is(png.readUInt32BE(16), width)
  assert.is(png.readUInt32BE(20), height)
  const at = png.indexOf('IDAT')
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  const black = Buffer.from(bits, 'base64')
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (width / 8 + 1) + 1, (y + 1) * (width / 8 + 1))
    assert.ok(row.every((byte, i) => byte === (~(black[y * (width / 8) + i] ?? 0) & 0xff)))
  }
})

test.run()
