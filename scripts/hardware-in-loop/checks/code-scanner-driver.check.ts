/** The driver of a code scanner on the kernel's own input device: its contract, and that nobody else hears it. */
import * as assert from 'uvu/assert'
import { codeScannerContract, openScannerOn } from '../../../firmware/code-scanner/code-scanner.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { plugUsbScanner, scannerPath } from '../world/usb-scanner.ts'
import { soon } from '../world/wait.ts'

export const checks: CheckFile = {
  order: -10,
  async plug() {
    await plugUsbScanner()
  },
  add(check) {
    const wires = openRealWires()
    const rig = { device: scannerPath, wires, clock: systemClock }
    codeScannerContract(
      (name, run) => check(`code scanner: ${name}`, run),
      async () => {
        const scanner = await plugUsbScanner()
        return {
          ...rig,
          until: async (is) => void (await soon('the scanner is as it should be', is)),
          type: (code) => void scanner.type(code),
          unplug: () => void scanner.plug(false),
          plugIn: () => void scanner.plug(true),
          close: async () => {},
        }
      },
    )

    check('a code that is typed while the program is busy is whole', async () => {
      const { scanner, codes } = await openScannerOn(rig)
      const code = 'https://xep-hang.example.vn/t/Ab_9-xYz01234567'
      ;(await plugUsbScanner()).typeByItself(code)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)
      await soon('the code is read', () => codes.length > 0)
      assert.equal(codes, [code])
      await scanner.close()
    })

    check('a scanner is taken for the program alone: a second one is refused it', async () => {
      const { scanner, health } = await openScannerOn(rig)
      assert.equal(health(), { state: 'ready' })
      const second = await wires.keys
        .open(scannerPath, { event: () => {}, lost: () => {} })
        .then(() => 'opened', String)
      assert.match(second, 'is taken by another program')
      await scanner.close()
      const { scanner: after } = await openScannerOn(rig)
      await after.close()
    })
  },
}
