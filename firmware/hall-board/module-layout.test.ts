import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Layout, modulesOf, placeOf } from './module-layout.ts'

const test = suite('where the LEDs of chained matrices stand')

/** Two rows of two matrices: 16 × 16 dots. */
const four: Layout = { rows: 16, columns: 16 }
const at = (more: Partial<Layout>, module: number, digit: number, bit: number) =>
  Object.values(placeOf({ ...four, ...more }, module, digit, bit))

test('the first matrix is at the top right unless the site says otherwise; bit 7 is its left column', () => {
  assert.is(modulesOf(four), 4)
  assert.equal(at({}, 0, 0, 7), [8, 0])
  assert.equal(at({}, 0, 7, 0), [15, 7])
  assert.equal(at({}, 1, 0, 7), [0, 0])
  assert.equal(at({}, 2, 0, 7), [8, 8])
  assert.equal(at({}, 3, 7, 0), [7, 15])
})

test('the chain may begin at any corner', () => {
  assert.equal(at({ firstModule: 'top-left' }, 0, 0, 7), [0, 0])
  assert.equal(at({ firstModule: 'top-left' }, 3, 0, 7), [8, 8])
  assert.equal(at({ firstModule: 'bottom-left' }, 0, 0, 7), [0, 8])
  assert.equal(at({ firstModule: 'bottom-right' }, 0, 0, 7), [8, 8])
  assert.equal(at({ firstModule: 'bottom-right' }, 2, 0, 7), [8, 0])
})

test('the second row may come back, upright or upside down', () => {
  assert.equal(at({ secondRow: 'back' }, 2, 0, 7), [0, 8])
  assert.equal(at({ secondRow: 'back' }, 3, 0, 7), [8, 8])
  assert.equal(at({ secondRow: 'back-turned' }, 2, 0, 7), [7, 15])
  assert.equal(at({ secondRow: 'back-turned' }, 0, 0, 7), [8, 0])
})

test('matrices may be turned, and mirrored', () => {
  const one: Partial<Layout> = { firstModule: 'top-left' }
  assert.equal(at({ ...one, turn: 90 }, 0, 0, 7), [7, 0])
  assert.equal(at({ ...one, turn: 180 }, 0, 0, 7), [7, 7])
  assert.equal(at({ ...one, turn: 270 }, 0, 0, 7), [0, 7])
  assert.equal(at({ ...one, turn: 90 }, 0, 1, 7), [6, 0])
  assert.equal(at({ ...one, mirrored: true }, 0, 0, 7), [7, 0])
})

test('whatever the wiring, every dot of the board has exactly one LED', () => {
  for (const rows of [8, 16] as const)
    for (const firstModule of ['top-right', 'top-left', 'bottom-right', 'bottom-left'] as const)
      for (const secondRow of ['same-way', 'back', 'back-turned'] as const)
        for (const turn of [0, 90, 180, 270] as const)
          for (const mirrored of [false, true]) {
            const layout: Layout = { rows, columns: 24, firstModule, secondRow, turn, mirrored }
            const seen = new Set<string>()
            for (let module = 0; module < modulesOf(layout); module++)
              for (let digit = 0; digit < 8; digit++)
                for (let bit = 0; bit < 8; bit++) {
                  const { x, y } = placeOf(layout, module, digit, bit)
                  assert.ok(x >= 0 && x < 24 && y >= 0 && y < rows)
                  seen.add(`${x} ${y}`)
                }
            assert.is(seen.size, 24 * rows)
          }
})

test.run()
