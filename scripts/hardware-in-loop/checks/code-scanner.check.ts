/** A code scanner at the ticket station of the running hall. */

import * as assert from 'uvu/assert'
import type { DeviceOf } from '../../../hardware/site-description.ts'
import type { CheckFile } from '../check.ts'
import { plugUsbScanner, scannerPath } from '../world/usb-scanner.ts'
import { pause, soon } from '../world/wait.ts'

const device: DeviceOf<'code-scanner'> = {
  id: 'quet-ma',
  kind: 'code-scanner',
  driver: 'evdev',
  device: scannerPath,
}

export const checks: CheckFile = {
  order: 42,
  station: { devices: [device] },
  async plug() {
    await plugUsbScanner()
  },
  add(check, _world, hall) {
    const book = async (code: string) => {
      const at = (await hall.view()).at
      const booked = await hall.post('/api/bookings', { code, service: 'ho-tich', at })
      assert.ok(booked.status < 300, JSON.stringify(booked.body))
    }
    async function scanned(code: string) {
      const before = await hall.issued()
      await (await plugUsbScanner()).type(code)
      return soon(`${code} gives a ticket`, async () => (await hall.issued()) === before + 1)
    }

    check('a booking’s code held before the scanner gives a ticket, once', async () => {
      await hall.healthIs(device.id, 'ready')
      await book('HEN-2026-71')
      await scanned('hen-2026-71')
      const given = await hall.issued()
      await (await plugUsbScanner()).type('hen-2026-71')
      await pause(500)
      assert.is(await hall.issued(), given)
    })

    check('a scanner that is pulled out is reported, and reads again when it is back', async () => {
      const scanner = await plugUsbScanner()
      await scanner.plug(false)
      await hall.healthIs(device.id, 'unplugged')
      await scanner.plug(true)
      await hall.healthIs(device.id, 'ready', 60_000)
      await book('HEN-2026-72')
      await scanned('HEN-2026-72')
    })
  },
}
