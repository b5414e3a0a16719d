/**
 * What a counter keypad must do on any serial port with an Arduino at its end that can be looked at: a simulated
 * port, or a kernel's own.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Level, Wires } from '../wire/wires.ts'
import { openCounterKeypad } from './counter-keypad.firmata.ts'

export type KeypadRig = {
  wires: Pick<Wires, 'serial'>
  clock: Clock
  config: Pick<DeviceOf<'counter-keypad'>, 'port'> & { pins: Record<Pin, number> }
  /** Lets time go by until this is so; rejects when it does not come. */
  until(is: () => boolean): Promise<void>
  /** A finger on the key of this pin, whose contact bounces; resolves when it could press again, 0.5 s later. */
  press(pin: number, forMs: number): Promise<void>
  buzzer(): Level
  /** The Arduino's reset button, the port staying open. */
  reset(): void
  plug(on: boolean): void | Promise<void>
  close(): Promise<void>
}
type Pin = 'next' | 'recall' | 'start' | 'buzzer'

const shortMs = 120
const longMs = 1600

export async function openKeypadOn(rig: KeypadRig) {
  const keys: string[] = []
  const health: DeviceHealth[] = []
  const keypad = openCounterKeypad({
    config: { id: 'keypad', kind: 'counter-keypad', driver: 'firmata', counter: 'c', ...rig.config },
    wires: rig.wires,
    clock: rig.clock,
    onHealth: (next) => health.push(next),
    onKey: ({ key, long }) => keys.push(long ? `${key} long` : key),
  })
  const is = (state: string) => {
    const last = health.at(-1)
    return last?.state === state || (last?.state === 'down' && last.reason === state)
  }
  await rig.until(() => is('ready'))
  return { keypad, keys, is }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function counterKeypadContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<KeypadRig>,
) {
  const on = (
    name: string,
    run: (rig: KeypadRig, opened: Awaited<ReturnType<typeof openKeypadOn>>) => Promise<void>,
  ) =>
    test(name, async () => {
      const rig = await makeRig()
      const opened = await openKeypadOn(rig)
      try {
        await run(rig, opened)
      } finally {
        await opened.keypad.close()
        await rig.close()
      }
    })

  on('each key is reported once, bounce and all, and a long hold as long', async (rig, { keys }) => {
    const { pins } = rig.config
    for (const [pin, forMs, reported] of [
      [pins.next, shortMs, 'next'],
      [pins.recall, shortMs, 'recall'],
      [pins.start, shortMs, 'start'],
      [pins.start, longMs, 'start long'],
    ] as const) {
      const before = keys.length
      await rig.press(pin, forMs)
      await rig.until(() => keys.length > before)
      assert.equal(keys.slice(before), [reported])
    }
  })

  on('yes is one beep, no is three, and it is silent again', async (rig, { keypad }) => {
    for (const [signal, beeps] of [
      ['accepted', 1],
      ['refused', 3],
    ] as const) {
      let heard = 0
      let last: Level = 0
      keypad.signal(signal)
      await rig.until(() => {
        const now = rig.buzzer()
        if (now === 1 && last === 0) heard++
        last = now
        return heard === beeps && now === 0
      })
    }
  })

  on('an Arduino that was reset gets its pins again', async (rig, { keys }) => {
    const { pins } = rig.config
    rig.reset()
    // What is pressed while it starts may be lost.
    for (let tries = 0; tries < 50 && keys.length === 0; tries++) await rig.press(pins.recall, shortMs)
    assert.equal([...new Set(keys)], ['recall'])
  })

  on('one that is pulled out is told, and works again when it is back', async (rig, { keys, is }) => {
    await rig.plug(false)
    await rig.until(() => is('unplugged'))
    await rig.plug(true)
    await rig.until(() => is('ready'))
    await rig.press(rig.config.pins.next, shortMs)
    await rig.until(() => keys.length > 0)
    assert.equal(keys, ['next'])
  })

  test('a keypad that is closed is silent, and its port is free for the next one', async () => {
    const rig = await makeRig()
    const first = await openKeypadOn(rig)
    first.keypad.signal('refused')
    await rig.until(() => rig.buzzer() === 1)
    await first.keypad.close()
    await rig.until(() => rig.buzzer() === 0)
    const second = await openKeypadOn(rig)
    await rig.press(rig.config.pins.next, shortMs)
    await rig.until(() => second.keys.length > 0)
    assert.equal([first.keys, second.keys], [[], ['next']])
    await second.keypad.close()
    await rig.close()
  })
}
