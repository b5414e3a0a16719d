/** The table for Excel: what stands in it, how it is split, and that no text in it is ever a formula. */
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fillDefaults } from '../../hardware/check-shape.ts'
import { exampleSite } from '../../hardware/site.test-kit.ts'
import type { FilledSite } from '../../hardware/site-description.ts'
import { type FigureKey, openRows } from '../domain/figure-rows.ts'
import type { FigureRow } from '../domain/figure-tally.ts'
import { populations } from '../domain/figures.ts'
import { ratingFormulas } from '../domain/rating-figures.ts'
import type { FiguresAnswer } from '../figures/figures.ts'
import { figuresCsv } from './figures-csv.ts'

const test = suite('Figures for Excel')
const site = fillDefaults(exampleSite('demo'))
const at = (local: string) => Date.parse(`${local}+07:00`)

function answerOf(by: FigureKey, rows: Partial<FigureRow>[], period?: [string, string]): FiguresAnswer {
  const [from = '', to = ''] = period ?? ['2026-11-01T00:00', '2026-12-01T00:00']
  const empty = openRows({ by, from: 0, to: 1, limitMs: 900_000 }).result(1).total
  return {
    rows: rows.map((row) => ({ ...empty, ...row })),
    total: { ...empty, issued: rows.reduce((sum, { issued = 0 }) => sum + issued, 0) },
    leftOut: 0,
    period: { from: at(from), to: at(to), asOf: at('2026-11-26T09:30') },
    by,
    limitSeconds: 900,
    populations,
    formulas: ratingFormulas,
  }
}

/** As Excel reads it: the lines' cells, quoted ones marked. */
function read(text: string, separator: string): { cell: string; quoted: boolean }[][] {
  assert.is(text[0], '\uFEFF')
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`, 'gy')
  const lines: { cell: string; quoted: boolean }[][] = [[]]
  let end = 1
  pattern.lastIndex = 1
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [, quoted, plain, after] = found
    lines.at(-1)?.push({ cell: quoted?.replaceAll('""', '"') ?? plain ?? '', quoted: quoted !== undefined })
    if (after !== separator) lines.push([])
    end = pattern.lastIndex
  }
  assert.is(end, text.length, 'everything was read')
  return lines.slice(0, -1)
}
const records = (text: string, separator = ';') => {
  const [head = [], ...lines] = read(text, separator)
  return lines.map((cells) => {
    assert.is(cells.length, head.length)
    return Object.fromEntries(cells.map(({ cell }, n) => [head[n]?.cell ?? '', cell]))
  })
}

const waiting = { n: 3, mean: 452.4, median: 390, p90: 1230, max: 1325 }
const land = {
  key: 'dat-dai',
  issued: 1234,
  started: 3,
  waiting,
  overLimit: { n: 1, of: 3, share: 1 / 3 },
}

test('a month by service: Vietnamese heads, ISO dates with the last day, minutes with a decimal comma, a total', () => {
  const [first, last] = records(figuresCsv(answerOf('service', [land]), site, 'vi'))
  assert.is(first?.['Từ ngày'], '2026-11-01')
  assert.is(first?.['Đến hết ngày'], '2026-11-30')
  assert.is(first?.['Tính đến'], '2026-11-26 09:30')
  assert.is(first?.['Nội dung giao dịch'], 'Đất đai – Môi trường')
  assert.is(first?.Mã, 'dat-dai')
  assert.is(first?.['Lượt lấy số'], '1234')
  assert.is(first?.['Chờ trung bình (phút)'], '7,54')
  assert.is(first?.['90 % chờ không quá (phút)'], '20,5')
  assert.is(first?.['Chờ quá 15 phút (trong số đã bắt đầu)'], '1')
  assert.is(first?.['Tỷ lệ chờ quá 15 phút (%)'], '33,3')
  assert.is(first?.['Giao dịch trung bình (phút)'], '')
  assert.is(last?.['Nội dung giao dịch'], 'Tổng cộng')
  assert.is(last?.['Lượt lấy số'], '1234')
})

test('for an English Excel: commas and points', () => {
  const [first] = records(figuresCsv(answerOf('service', [land]), site, 'en'), ',')
  assert.is(first?.['Chờ trung bình (phút)'], '7.54')
})

test('every key has words a manager reads', () => {
  const name = (by: FigureKey, key: string | null) =>
    records(figuresCsv(answerOf(by, [{ key }]), site, 'vi'))[0] ?? {}
  assert.is(name('counter', 'quay-3').Quầy, 'Quầy 3')
  assert.is(name('counter', null).Quầy, 'Chưa đến quầy')
  assert.is(name('counter', 'quay-cu').Quầy, 'Quầy quay-cu')
  assert.is(name('hour', '08').Giờ, '08:00 đến 08:59')
  assert.is(name('day', '2026-11-23').Ngày, '2026-11-23')
  assert.is(name('source', 'button')['Nơi lấy số'], 'Nút lấy số')
  assert.is(name('class', 'booked').Diện, 'Đã đặt lịch')
  assert.is(name('officer', null)['Mã cán bộ'], 'Không đăng nhập')
  assert.is(name('agency', null)['Cơ quan'], 'Không ghi')
})

test('a period of hours says its times', () => {
  const [first] = records(
    figuresCsv(answerOf('day', [land], ['2026-11-23T08:00', '2026-11-23T12:00']), site, 'vi'),
  )
  assert.is(first?.Từ, '2026-11-23T08:00:00.000+07:00')
  assert.is(first?.['Đến trước'], '2026-11-23T12:00:00.000+07:00')
})

test('no name is ever a formula, breaks a line or a column', () => {
  const tricky = fc.oneof(
    fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r\n=', ' =', '＝', '"', ';'), fc.string())
      .map(([sign, rest]) => sign + rest),
    fc.string({ unit: 'grapheme' }),
  )
  fc.assert(
    fc.property(tricky, fc.constantFrom('vi' as const, 'en' as const), (name, format) => {
      const named = { ...site, services: site.services.map((one) => ({ ...one, name })) } as FilledSite
      const lines = read(figuresCsv(answerOf('service', [land]), named, format), format === 'vi' ? ';' : ',')
      assert.is(lines.length, 3)
      for (const cells of lines) {
        assert.is(cells.length, lines[0]?.length)
        for (const { cell, quoted } of cells)
          assert.ok(quoted ? !/^[\s=+\-@＝＋－＠]/u.test(cell) : /^(\d+([.,]\d+)?)?$/.test(cell), cell)
      }
    }),
  )
  const formula = { ...site, services: [{ ...site.services[0], id: 'dat-dai', name: '=1+1' }] } as FilledSite
  assert.is(
    records(figuresCsv(answerOf('service', [land]), formula, 'vi'))[0]?.['Nội dung giao dịch'],
    "'=1+1",
  )
})

test.run()
