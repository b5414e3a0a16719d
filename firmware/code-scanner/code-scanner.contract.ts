/**
 * What a code scanner's driver must do on any device that types: a simulated one, a pipe that carries what the
 * kernel would say, or an input device of the kernel's own.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import { openEvdevScanner } from './code-scanner.evdev.ts'

export type ScannerRig = {
  device: string
  wires: Pick<Wires, 'keys'>
  clock: Clock
  /** Lets time go by until what is asked is so, or for good: moved on a manual clock, waited for on a real one. */
  until(is: () => boolean): Promise<void>
  /** Types the code and Enter, as the scanner would. */
  type(code: string): void
  unplug(): void
  plugIn(): void
  close(): Promise<void>
}

export async function openScannerOn(rig: Pick<ScannerRig, 'device' | 'wires' | 'clock'>) {
  const codes: string[] = []
  const health: DeviceHealth[] = []
  const scanner = await openEvdevScanner({
    config: { device: rig.device },
    wires: rig.wires,
    clock: rig.clock,
    onCode: (code) => codes.push(code),
    onHealth: (state) => health.push(state),
  })
  return { scanner, codes, health: () => health.at(-1) }
}

/** `test` registers one test: uvu's, or that of a check in the guest of `scripts/hil`. */
export function codeScannerContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<ScannerRig>,
) {
  test('a code is read with its capitals and signs when Enter ends it', async () => {
    const rig = await makeRig()
    const { scanner, codes, health } = await openScannerOn(rig)
    assert.is(health()?.state, 'ready')
    rig.type('HEN-2026-x7')
    await rig.until(() => codes.length === 1)
    rig.type('https://xep-hang.example.vn/t/Ab_9-xYz01234567')
    await rig.until(() => codes.length === 2)
    assert.equal(codes, ['HEN-2026-x7', 'https://xep-hang.example.vn/t/Ab_9-xYz01234567'])
    await scanner.close()
    await rig.close()
  })

  test('a scanner that is pulled out is down, and reads again when it is back', async () => {
    const rig = await makeRig()
    const { scanner, codes, health } = await openScannerOn(rig)
    rig.unplug()
    await rig.until(() => health()?.state === 'down')
    const down = health()
    assert.ok(down?.state === 'down' && down.reason === 'unplugged')
    assert.match(down.detail, rig.device)
    rig.plugIn()
    await rig.until(() => health()?.state === 'ready')
    rig.type('HEN-1')
    await rig.until(() => codes.length === 1)
    assert.equal(codes, ['HEN-1'])
    await scanner.close()
    await rig.close()
  })
}
