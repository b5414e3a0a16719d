/** An officer's keypad at a counter: three keys, or those and digits. */

import type { BenchDigitKeypad, BenchKeypad } from '../../../../firmware/wire/bench.ts'
import type { ComponentChildren } from '../preact.ts'
import { act, pressing } from './act.ts'
import { FaultChoice } from './fault.tsx'

const words: Record<string, [text: string, meaning: string]> = {
  next: ['TIẾP', 'Gọi số tiếp'],
  recall: ['LẠI', 'Gọi lại'],
  start: ['BĐ/KT', 'Bắt đầu hoặc kết thúc; giữ lâu: vắng mặt'],
  call: ['GỌI #', 'Gọi số vừa nhập'],
  officer: ['CÁN BỘ', 'Đăng nhập bằng số vừa nhập; nhập lại để đăng xuất'],
  clear: ['XÓA *', 'Xóa số vừa nhập'],
}
const threeKeys = ['next', 'recall', 'start']
const noShowHoldMs = 1_500

export function Keypad({ station, device }: { station: string; device: BenchKeypad }) {
  return <Keys station={station} device={device} keys={threeKeys} columns={3} kind="" />
}

export function DigitKeypad({ station, device }: { station: string; device: BenchDigitKeypad }) {
  const { keys, columns, led } = device
  return (
    <Keys station={station} device={device} keys={keys} columns={columns} kind="digits">
      {led !== null && <i class={`answer ${led ? 'lit' : ''}`} title="Đèn trả lời" />}
    </Keys>
  )
}

function Keys(props: {
  station: string
  device: BenchKeypad | BenchDigitKeypad
  keys: readonly string[]
  columns: number
  kind: string
  children?: ComponentChildren
}) {
  const { station, device, keys, columns, kind, children } = props
  const pressed: readonly string[] = device.pressed
  return (
    <div class={`keypad ${kind} ${device.buzzer ? 'buzzing' : ''}`} data-device={device.id}>
      <div class="three" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
        {keys.map((key) => {
          const [text, meaning] = words[key] ?? [key, `Số ${key}`]
          return (
            <button
              key={key}
              type="button"
              title={meaning}
              class={pressed.includes(key) ? 'pressed' : ''}
              data-key={key}
              {...pressing(station, device.id, key)}
            >
              {text}
            </button>
          )
        })}
      </div>
      <p>
        {children}
        <button
          type="button"
          class="hold"
          title="Giữ lâu phím BĐ/KT: vắng mặt"
          onClick={() =>
            void act(station, { action: 'hold', device: device.id, key: 'start', ms: noShowHoldMs })
          }
        >
          Giữ lâu
        </button>
        <FaultChoice station={station} device={device.id} fault={device.fault} />
      </p>
    </div>
  )
}
