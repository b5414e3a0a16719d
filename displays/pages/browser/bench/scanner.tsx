/** A code scanner, and a field for the code that is held before it. */
import type { BenchCodeScanner } from '../../../../firmware/wire/bench.ts'
import { act } from './act.ts'
import { FaultChoice, ofScanner } from './fault.tsx'

export function Scanner({ station, device }: { station: string; device: BenchCodeScanner }) {
  const [last] = device.read
  return (
    <form
      class="scanner"
      data-device={device.id}
      onSubmit={(event) => {
        event.preventDefault()
        const field = event.currentTarget.elements.namedItem('code') as HTMLInputElement
        const code = field.value.trim()
        if (code === '') return
        field.value = ''
        void act(station, { action: 'scan', device: device.id, code })
      }}
    >
      <label>
        Máy quét mã <small title={last}>{last === undefined ? 'chưa quét' : `vừa quét ${last}`}</small>
        <input
          name="code"
          maxLength={300}
          autocomplete="off"
          spellcheck={false}
          placeholder="Mã lịch hẹn hoặc địa chỉ trên phiếu"
        />
      </label>
      <button type="submit">Quét</button>
      <FaultChoice station={station} device={device.id} fault={device.fault} choices={ofScanner} />
    </form>
  )
}
