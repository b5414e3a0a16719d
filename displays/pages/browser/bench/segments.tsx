/** A counter board drawn from the chip's display RAM, segment by segment: what the driver wrote, lit. */
import type { BenchBoard } from '../../../../firmware/wire/bench.ts'

/** Where the four digits stand in RAM; the colon is bit 1 of byte 4. */
const places = [0, 2, 6, 8]
const colonPlace = 4
const colonBit = 0x02
/** Segments a to g, then the point, in the order of their bits; a digit is 60 × 100. */
const shapes = [
  'M14 4h32l-7 9H21z',
  'M49 8l4 4v30l-5 5-6-5V17z',
  'M48 53l5 5v30l-4 4-7-9V58z',
  'M21 87h18l7 9H14z',
  'M12 53l6 5v25l-7 9-4-4V58z',
  'M11 8l7 9v25l-6 5-5-5V12z',
  'M19 45h22l6 5-6 5H19l-6-5z',
]

function Digit({ byte, x }: { byte: number; x: number }) {
  return (
    <g transform={`translate(${x} 0)`}>
      {shapes.map((shape, bit) => (
        <path key={shape} d={shape} data-segment={bit} class={byte & (1 << bit) ? 'lit' : ''} />
      ))}
      <circle cx="60" cy="92" r="4.5" data-segment="7" class={byte & 0x80 ? 'lit' : ''} />
    </g>
  )
}

export function Segments({ board }: { board: BenchBoard }) {
  const dead = !board.on || board.fault === 'unplugged'
  const colon = ((board.ram[colonPlace] ?? 0) & colonBit) !== 0
  const glow = dead ? 0 : 0.35 + (0.65 * board.brightness) / 16
  return (
    <svg class="segments" viewBox="0 0 306 112" role="img" aria-label={`Bảng ${board.id}`}>
      <rect width="306" height="112" rx="8" />
      <g transform="translate(8 6) skewX(-4) translate(8 0)">
        <g class="off">
          {places.map((_, index) => (
            <Digit key={places[index]} byte={0} x={index * 70 + (index > 1 ? 10 : 0)} />
          ))}
        </g>
        <g
          class="on"
          opacity={glow.toFixed(2)}
          style={
            board.blinkHz > 0 && !dead ? { animation: `blink ${1 / board.blinkHz}s step-end infinite` } : {}
          }
        >
          {places.map((place, index) => (
            <Digit
              key={place}
              byte={dead ? 0 : (board.ram[place] ?? 0)}
              x={index * 70 + (index > 1 ? 10 : 0)}
            />
          ))}
          {colon && !dead && (
            <>
              <circle class="lit" cx="139" cy="32" r="5" />
              <circle class="lit" cx="139" cy="68" r="5" />
            </>
          )}
        </g>
      </g>
    </svg>
  )
}
