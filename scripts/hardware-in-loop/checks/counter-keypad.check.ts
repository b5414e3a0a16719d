/** An Arduino keypad on /dev/ttyACM0, through serialport, firmata-io and johnny-five. */
import * as assert from 'uvu/assert'
import type { DeviceOf } from '../../../hardware/site-description.ts'
import type { CheckFile } from '../check.ts'
import { type SerialKeypad, theSerialKeypad } from '../world/serial-keypad.ts'
import { soon } from '../world/wait.ts'

const keypad: DeviceOf<'counter-keypad'> = {
  id: 'phim-quay-3',
  kind: 'counter-keypad',
  driver: 'firmata',
  counter: 'quay-3',
  port: '/dev/ttyACM0',
  pins: { next: 2, recall: 3, start: 4, buzzer: 5 },
}

let plugged: SerialKeypad | undefined

export const checks: CheckFile = {
  order: 40,
  station: { devices: [keypad] },
  async plug() {
    plugged = await theSerialKeypad()
  },
  add(check, _world, hall) {
    const keys = () => {
      if (!plugged) throw new Error('the keypad was not plugged in')
      return plugged
    }
    const counter = async () => (await hall.view()).counters.find(({ id }: { id: string }) => id === 'quay-3')
    const atCounter = (state: string) =>
      soon(`the visitor at quay-3 is ${state}`, async () => (await counter()).ticket?.state === state)

    check('the keypad is found ready', async () => {
      await hall.healthIs(keypad.id, 'ready')
    })

    check('its first key calls the next visitor and beeps once', async () => {
      await hall.post('/api/tickets', { service: 'lao-dong' })
      const beeps: number[] = []
      const watch = setInterval(() => {
        const level = keys().arduino.output(5)
        if (level !== (beeps.at(-1) ?? 0)) beeps.push(level)
      }, 10)
      await keys().press(2)
      await atCounter('called')
      await soon('it beeps', () => beeps.length === 2)
      clearInterval(watch)
      assert.equal(beeps, [1, 0])
    })

    check('its second key calls again, its third starts the visit', async () => {
      await keys().press(3)
      await soon('the visitor was called twice', async () => (await counter()).ticket?.calls === 2)
      await keys().press(4)
      await atCounter('serving')
    })

    check('an unplugged keypad is reported, and works again when it is plugged in', async () => {
      await keys().plug(false)
      await hall.healthIs(keypad.id, 'unplugged')
      await keys().plug(true)
      await hall.healthIs(keypad.id, 'ready', 60_000)
      await keys().press(4)
      await soon('the visit is finished', async () => (await counter()).ticket === null)
    })
  },
}
