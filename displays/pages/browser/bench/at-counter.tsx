/** What stands at one counter: its board, its keypads, its rating pad, its lamp. */
import type { BenchBoard, BenchLamp } from '../../../../firmware/wire/bench.ts'
import { shutWords } from '../words.ts'
import { FaultChoice } from './fault.tsx'
import { DigitKeypad, Keypad } from './keypads.tsx'
import { RatingPad } from './rating-pad.tsx'
import { Segments } from './segments.tsx'
import type { AtCounter } from './whose.ts'

function Board({ station, device }: { station: string; device: BenchBoard }) {
  return (
    <div class="board" data-device={device.id}>
      <Segments board={device} />
      <p>
        <small>
          {device.mux ? `${device.mux.address}.${device.mux.channel} › ` : 'I2C '}
          {device.address}
        </small>
        <FaultChoice station={station} device={device.id} fault={device.fault} />
      </p>
    </div>
  )
}

function Lamp({ station, device }: { station: string; device: BenchLamp }) {
  return (
    <p class="lamp" data-device={device.id}>
      <i class={device.on ? 'lit' : ''} />
      <small>Đèn {device.on ? 'sáng' : 'tắt'}</small>
      <FaultChoice station={station} device={device.id} fault={device.fault} />
    </p>
  )
}

export function CounterPlace({ place }: { place: AtCounter }) {
  return (
    <section class="place" data-counter={place.key}>
      <h2>
        {place.counter ? <a href={`/counter/${place.counter.id}`}>{place.name}</a> : place.name}
        {place.counter && <small>{shutWords[place.counter.state] ?? `chờ ${place.counter.waiting}`}</small>}
      </h2>
      {place.devices.map(({ station, device }) => {
        if (device.kind === 'counter-board')
          return <Board key={device.id} station={station} device={device} />
        if (device.kind === 'counter-keypad')
          return <Keypad key={device.id} station={station} device={device} />
        if (device.kind === 'digit-keypad')
          return <DigitKeypad key={device.id} station={station} device={device} />
        if (device.kind === 'rating-pad')
          return <RatingPad key={device.id} station={station} device={device} />
        if (device.kind === 'call-lamp') return <Lamp key={device.id} station={station} device={device} />
        return null
      })}
    </section>
  )
}
