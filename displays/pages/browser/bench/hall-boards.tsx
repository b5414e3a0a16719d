/** The boards of the hall: matrices drawn dot by dot from their chips, and text boards with what they were told. */
import type { BenchHallBoard, BenchTextBoard } from '../../../../firmware/wire/bench.ts'
import { FaultChoice } from './fault.tsx'
import { allOf, type WiredBench } from './whose.ts'

/** Lit dots as one path of points, each a round line without length. */
function pathOf(rows: string[]): string {
  const points: string[] = []
  rows.forEach((row, y) => {
    ;[...row].forEach((digit, i) => {
      const four = Number.parseInt(digit, 16)
      for (let bit = 0; bit < 4; bit++) if (four & (8 >> bit)) points.push(`M${i * 4 + bit}.5 ${y}.5h0`)
    })
  })
  return points.join('')
}

function Matrix({ board }: { board: BenchHallBoard }) {
  const { id, rows, columns, dots, brightness } = board
  return (
    <svg class="dots" viewBox={`-1 -1 ${columns + 2} ${rows + 2}`} role="img" aria-label={`Bảng ${id}`}>
      <defs>
        <pattern id={`dark-${id}`} width="1" height="1" patternUnits="userSpaceOnUse">
          <circle class="dark" cx="0.5" cy="0.5" r="0.38" />
        </pattern>
      </defs>
      <rect width={columns} height={rows} fill={`url(#dark-${id})`} />
      <path
        class="lit"
        d={pathOf(dots)}
        stroke-width="0.82"
        opacity={(0.5 + 0.5 * Math.sqrt(brightness / 16)).toFixed(2)}
      />
    </svg>
  )
}

function TextLine({ board }: { board: BenchTextBoard }) {
  return (
    <div class={`text-line ${board.runs ? 'runs' : ''}`} title={board.text}>
      <span style={{ opacity: 0.5 + (0.5 * board.light) / 100 }}>{board.text}</span>
    </div>
  )
}

export function HallBoards({ bench }: { bench: WiredBench }) {
  const matrices = allOf(bench, 'hall-board')
  const texts = allOf(bench, 'text-board')
  if (matrices.length + texts.length === 0) return null
  return (
    <div class="hall-boards">
      {matrices.map(({ station, device }) => (
        <section key={`${station.id} ${device.id}`} class="hall-board" data-device={device.id}>
          <Matrix board={device} />
          <p>
            <small>
              Bảng LED sảnh, SPI
              <br />
              {device.columns} × {device.rows} điểm
            </small>
            <FaultChoice station={station.id} device={device.id} fault={device.fault} />
          </p>
        </section>
      ))}
      {texts.map(({ station, device }) => (
        <section key={`${station.id} ${device.id}`} class="hall-board" data-device={device.id}>
          <TextLine board={device} />
          <p>
            <small>
              Bảng chữ RS-485
              <br />
              địa chỉ {device.address}, chữ {device.runs ? 'chạy' : 'đứng'}
            </small>
            <FaultChoice station={station.id} device={device.id} fault={device.fault} />
          </p>
        </section>
      ))}
    </div>
  )
}
