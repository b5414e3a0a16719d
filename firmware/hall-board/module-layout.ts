/**
 * Where each LED of chained 8 × 8 matrices stands on the board, for every way the chain may run and the matrices
 * may be turned. Pure; the simulated board is drawn by it too, so its test says places in figures of its own.
 */
import type { DeviceOf } from '../../hardware/site-description.ts'

export type Layout = Pick<
  DeviceOf<'hall-board'>,
  'rows' | 'columns' | 'firstModule' | 'secondRow' | 'turn' | 'mirrored'
>

export const side = 8

export const modulesOf = ({ rows, columns }: Pick<Layout, 'rows' | 'columns'>): number =>
  (rows / side) * (columns / side)

/** `module` counts from the Pi along the chain; `digit` and `bit` are those of the MAX7219's digit registers. */
export function placeOf(
  layout: Layout,
  module: number,
  digit: number,
  bit: number,
): { x: number; y: number } {
  const {
    rows,
    columns,
    firstModule = 'top-right',
    secondRow = 'same-way',
    turn = 0,
    mirrored = false,
  } = layout
  const across = columns / side
  const line = Math.floor(module / across)
  const along = module % across
  const back = line % 2 === 1 && secondRow !== 'same-way'
  const fromLeft = firstModule.endsWith('left') !== back
  const left = fromLeft ? along : across - 1 - along
  const top = firstModule.startsWith('top') ? line : rows / side - 1 - line
  const upsideDown = back && secondRow === 'back-turned' ? 180 : 0
  const spot = turned(mirrored ? bit : side - 1 - bit, digit, (turn + upsideDown) % 360)
  return { x: left * side + spot.x, y: top * side + spot.y }
}

/** A spot of a matrix after the matrix was turned clockwise. */
function turned(x: number, y: number, degrees: number): { x: number; y: number } {
  const last = side - 1
  switch (degrees) {
    case 90:
      return { x: last - y, y: x }
    case 180:
      return { x: last - x, y: last - y }
    case 270:
      return { x: y, y: last - x }
    default:
      return { x, y }
  }
}
