/** Choosing what is wrong with a device. */
import type { WireFault } from '../../../../firmware/wire/bench.ts'
import { setFault } from './act.ts'
import { Trace } from './trace.tsx'

const words: Record<WireFault, string> = {
  none: 'Bình thường',
  unplugged: 'Rút dây',
  slow: 'Chậm',
  stuck: 'Treo',
  'paper-low': 'Sắp hết giấy',
  'paper-out': 'Hết giấy',
  'cover-open': 'Mở nắp',
  garbled: 'Trả lời sai',
  'interrupt-lost': 'Đứt dây ngắt',
}
const ofWire: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']
export const ofScanner: WireFault[] = ['none', 'unplugged']
export const ofExpander: WireFault[] = [...ofWire, 'interrupt-lost']
const ofPrinter: WireFault[] = [
  'none',
  'paper-low',
  'paper-out',
  'cover-open',
  'garbled',
  'unplugged',
  'slow',
  'stuck',
]

export function FaultChoice({
  station,
  device,
  fault,
  choices = ofWire,
}: {
  station: string
  device: string
  fault: WireFault
  choices?: WireFault[]
}) {
  return (
    <>
      <Trace station={station} device={device} />
      <select
        class={`fault ${fault === 'none' ? '' : 'set'}`}
        aria-label={`Tình trạng của ${device}`}
        value={fault}
        onChange={(event) => void setFault(station, device, event.currentTarget.value as WireFault)}
      >
        {choices.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </>
  )
}

export function PrinterFaults({
  station,
  device,
  fault,
}: {
  station: string
  device: string
  fault: WireFault
}) {
  return (
    <fieldset class="faults" aria-label={`Tình trạng của ${device}`}>
      {ofPrinter.map((one) => (
        <button
          key={one}
          type="button"
          data-fault={one}
          aria-pressed={fault === one}
          onClick={() => void setFault(station, device, fault === one ? 'none' : one)}
        >
          {words[one]}
        </button>
      ))}
    </fieldset>
  )
}
