import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { FirmataPeer } from '../wire/firmata-peer.sim.ts'
import { type SimulatedSerial, simulatedSerial } from '../wire/serial.sim.ts'
import type { SerialTransport } from '../wire/wires.ts'
import { counterKeypadContract } from './counter-keypad.contract.ts'
import { openCounterKeypad } from './counter-keypad.firmata.ts'
import type { CounterKeypad } from './counter-keypad.ts'

const test = suite('counter keypad on Firmata')
const open: CounterKeypad[] = []
test.after.each(async () => {
  for (const keypad of open.splice(0)) await keypad.close()
})

const keypad = (n: number): DeviceOf<'counter-keypad'> => ({
  id: `keypad-${n}`,
  kind: 'counter-keypad',
  driver: 'firmata',
  counter: `counter-${n}`,
  port: `/dev/serial/by-id/keypad-${n}`,
  pins: { next: 2, recall: 7, start: 15, buzzer: 9 },
})

/** johnny-five's debounce runs by real time; everything else by the manual clock. */
async function until(what: string, holds: () => boolean) {
  const started = Date.now()
  while (!holds()) {
    if (Date.now() - started > 3000) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

function connect({
  serial,
  clock,
  config,
}: {
  serial: SimulatedSerial
  clock: Clock
  config: DeviceOf<'counter-keypad'>
}) {
  const keys: string[] = []
  const health: DeviceHealth[] = []
  const waits: number[] = []
  const watched: Clock = {
    ...clock,
    after(ms, action) {
      waits.push(ms)
      return clock.after(ms, action)
    },
  }
  const device = openCounterKeypad({
    config,
    wires: { serial: serial.wire },
    clock: watched,
    onHealth: (next) => health.push(next),
    onKey: ({ key, long }) => keys.push(long ? `${key} long` : key),
  })
  open.push(device)
  const state = () => health.at(-1)?.state
  const reason = () => {
    const last = health.at(-1)
    return last?.state === 'down' ? last.reason : last?.state
  }
  return { device, keys, health, state, reason, waits }
}

async function ready(count = 1) {
  const clock: ManualClock = manualClock()
  const configs = Array.from({ length: count }, (_, n) => keypad(n + 1))
  const serial = simulatedSerial({ keypads: configs, clock })
  const all = configs.map((config) => connect({ serial, clock, config }))
  for (const one of all) await until('ready', () => one.state() === 'ready')
  const [first] = all
  if (!first) throw new Error('no keypad')
  return { clock, serial, all, ...first }
}

counterKeypadContract(test, async () => {
  const clock = manualClock()
  const config = keypad(1)
  const serial = simulatedSerial({ keypads: [config], clock })
  const arduino = () => {
    const peer = serial.arduino(config.id)
    if (!peer) throw new Error('no Arduino')
    return peer
  }
  /** johnny-five's debounce runs by real time, so both go on a little at each step. */
  async function pass(ms: number) {
    for (let passed = 0; passed < ms; passed += 10) {
      await clock.advance(10)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  return {
    wires: { serial: serial.wire },
    clock,
    config: { port: config.port, pins: { next: 2, recall: 7, start: 15, buzzer: 9 } },
    async until(is) {
      for (let ms = 0; ms < 60_000 && !is(); ms += 10) await pass(10)
      assert.ok(is(), 'it came in a minute')
    },
    async press(pin, forMs) {
      for (const closed of [true, false, true]) {
        arduino().ground(pin, closed)
        await clock.advance(1)
      }
      await pass(forMs)
      for (const closed of [false, true, false]) {
        arduino().ground(pin, closed)
        await clock.advance(1)
      }
      await pass(500)
    },
    buzzer: () => arduino().output(9),
    reset: () => arduino().reset(),
    plug: (on) => {
      serial.act({ action: 'fault', device: config.id, fault: on ? 'none' : 'unplugged' })
    },
    close: async () => {},
  }
})

test('each key is reported once through johnny-five, bounce and all', async () => {
  const { serial, clock, keys } = await ready()
  for (const key of ['next', 'recall'] as const) {
    const before = keys.length
    serial.act({ action: 'press', device: 'keypad-1', key })
    await clock.advance(10)
    await until(key, () => keys.length > before)
    await clock.advance(200)
  }
  assert.equal(keys, ['next', 'recall'])
})

test('start is reported on release when short, at once when held long', async () => {
  const { serial, clock, keys, waits } = await ready()
  const downSeen = () => waits.filter((ms) => ms === 1200).length
  serial.act({ action: 'press', device: 'keypad-1', key: 'start' })
  await clock.advance(10)
  await until('down', () => downSeen() === 1)
  assert.equal(keys, [])
  await clock.advance(200)
  await until('short start', () => keys.length === 1)

  await clock.advance(1000)
  serial.act({ action: 'hold', device: 'keypad-1', key: 'start', ms: 3000 })
  await clock.advance(10)
  await until('down', () => downSeen() === 2)
  await clock.advance(1200)
  assert.equal(keys, ['start', 'start long'])
  await clock.advance(3000)
  serial.act({ action: 'press', device: 'keypad-1', key: 'next' })
  await clock.advance(10)
  await until('next', () => keys.includes('next'))
  assert.equal(keys, ['start', 'start long', 'next'], 'its release is no press')
})

test('a jammed key is told by its name until it is let go, and the other keys go on', async () => {
  const { serial, clock, keys, health, state, reason } = await ready()
  serial.arduino('keypad-1')?.ground(7, true)
  await until('recall', () => keys.length === 1)
  await clock.advance(10_500)
  assert.is(reason(), 'stuck')
  const down = health.at(-1)
  assert.match(down?.state === 'down' ? down.detail : '', /^key "recall" reads pressed for more than 10 s/)
  serial.arduino('keypad-1')?.ground(2, true)
  await until('next', () => keys.length === 2)
  assert.equal(keys, ['recall', 'next'])
  serial.arduino('keypad-1')?.ground(7, false)
  await until('it is well again', () => state() === 'ready')
})

test('accepted is one beep, refused is three', async () => {
  const { serial, clock, device } = await ready()
  const buzzer = () => {
    const view = serial.view('keypad-1')
    return view?.buzzer === true
  }
  async function beeps() {
    let count = 0
    let on = false
    for (let ms = 0; ms < 1000; ms += 20) {
      await clock.advance(20)
      if (buzzer() && !on) count++
      on = buzzer()
    }
    return count
  }
  device.signal('accepted')
  assert.is(await beeps(), 1)
  device.signal('refused')
  assert.is(await beeps(), 3)
  assert.not(buzzer())
})

test('an unplugged keypad is down, and works again after it is plugged in', async () => {
  const { serial, clock, keys, state, reason } = await ready()
  serial.act({ action: 'press', device: 'keypad-1', key: 'next' })
  await clock.advance(10)
  await until('first press', () => keys.length === 1)
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'unplugged' })
  await until('down', () => state() === 'down')
  assert.is(reason(), 'unplugged')
  await clock.advance(20_000)
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'none' })
  for (let s = 0; s < 31 && state() !== 'ready'; s++) await clock.advance(1000)
  assert.is(state(), 'ready')
  serial.act({ action: 'press', device: 'keypad-1', key: 'recall' })
  await clock.advance(10)
  await until('press after', () => keys.length === 2)
  assert.equal(keys, ['next', 'recall'])
})

test('a keypad that answers is seen every five seconds, and one that does not counts its tries', async () => {
  const { serial, clock, health, state } = await ready()
  const seen = () => health.filter((one) => one.state === 'ready').length
  const before = seen()
  await clock.advance(30_000)
  assert.ok(seen() - before >= 5, `${seen() - before}`)
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'unplugged' })
  await until('down', () => state() === 'down')
  await clock.advance(20_000)
  const last = health.at(-1)
  assert.ok(last?.state === 'down' && last.retries >= 3)
})

/** A keypad on a port that is changed each time it opens, before the driver has it. */
function onPort(change: (port: SerialTransport, arduino: FirmataPeer | undefined) => void) {
  const clock = manualClock()
  const config = keypad(1)
  const serial = simulatedSerial({ keypads: [config], clock })
  const wire = {
    async open(path: string, baud: number) {
      const port = await serial.wire.open(path, baud)
      change(port, serial.arduino(config.id))
      return port
    },
  }
  const opened = connect({ serial: { ...serial, wire }, clock, config })
  async function replug() {
    serial.act({ action: 'fault', device: config.id, fault: 'unplugged' })
    await until('down', () => opened.state() === 'down')
    serial.act({ action: 'fault', device: config.id, fault: 'none' })
    await clock.advance(1000)
    await until('ready again', () => opened.state() === 'ready')
  }
  async function press() {
    serial.act({ action: 'press', device: config.id, key: 'next' })
    await clock.advance(10)
    await until('the first press', () => opened.keys.length > 0)
  }
  return { ...opened, clock, replug, press }
}

test('an Arduino that hears half of its own greeting back works at its start and after a replug', async () => {
  // A port is in echo until it is set to raw: what was waiting in it goes back, but not all of it.
  const echo = [0xf9, ...Buffer.from('^B^E'), 0xf0, 0x79, ...Buffer.from('^B^ES^@')]
  const { keys, state, replug, press } = onPort((_, arduino) => arduino?.receive(Uint8Array.from(echo)))
  await until('ready', () => state() === 'ready')
  await replug()
  await press()
  assert.equal(keys, ['next'])
})

test('a keypad is ready only when it has said that its pins are set up', async () => {
  let loses = true
  let asked = 0
  const { clock, keys, state, press } = onPort((port) => {
    const write = port.write
    port.write = (bytes, done) => {
      if (bytes[0] === 0xf0 && bytes[1] === 0x6d) asked++
      if (loses && bytes[0] === 0xf4) done?.()
      else write(bytes, done)
    }
  })
  await until('it is asked', () => asked >= 3)
  await clock.advance(1000)
  await until('it is asked again', () => asked >= 6)
  await clock.advance(500)
  assert.is(state(), undefined)
  loses = false
  await clock.advance(500)
  await until('ready', () => state() === 'ready')
  await press()
  assert.equal(keys, ['next'])
})

test('pins that are set up one after the other are no presses, however slow the port is', async () => {
  // A USB adapter hands over what came when its timer runs out, 16 ms on some; a contact bounces for less.
  let before: Promise<void> = Promise.resolve()
  const { keys, state, replug, press } = onPort((port) => {
    const emit = port.emit.bind(port)
    port.emit = (event, ...values) => {
      if (event !== 'data') return emit(event, ...values)
      before = before
        .then(() => new Promise<void>((resolve) => setTimeout(resolve, 16)))
        .then(() => void emit(event, ...values))
      return true
    }
  })
  await until('ready', () => state() === 'ready')
  await replug()
  await before
  await press()
  assert.equal(keys, ['next'])
})

test('an Arduino that is reset with its port open gets its pins again', async () => {
  const { serial, clock, keys } = await ready()
  serial.arduino('keypad-1')?.reset()
  await clock.advance(100)
  serial.act({ action: 'press', device: 'keypad-1', key: 'next' })
  await clock.advance(10)
  await until('press after the reset', () => keys.length === 1)
})

test('an Arduino that stops answering is down within ten seconds', async () => {
  const { serial, clock, reason } = await ready()
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'stuck' })
  await clock.advance(10_000)
  assert.is(reason(), 'no-answer')
})

test('an Arduino without StandardFirmata is named as that', async () => {
  const clock = manualClock()
  const config = keypad(1)
  const serial = simulatedSerial({ keypads: [config], clock })
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'stuck' })
  const { health } = connect({ serial, clock, config })
  // The packages load by real time before the port is opened.
  await until('port opened', () => serial.isOpen('keypad-1'))
  await clock.advance(8000)
  const last = health.at(-1)
  assert.is(last?.state, 'down')
  assert.match(last?.state === 'down' ? last.detail : '', /StandardFirmata/)
})

test('a slow keypad still works', async () => {
  const clock = manualClock()
  const config = keypad(1)
  const serial = simulatedSerial({ keypads: [config], clock })
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'slow' })
  const { state, keys } = connect({ serial, clock, config })
  await until('port opened', () => serial.isOpen('keypad-1'))
  for (let s = 0; s < 8 && state() !== 'ready'; s++) await clock.advance(1000)
  assert.is(state(), 'ready')
  serial.act({ action: 'press', device: 'keypad-1', key: 'next' })
  // Not further than the press lasts, or down and up arrive in the same real moment.
  await clock.advance(310)
  await until('press', () => keys.length === 1)
})

test('a key held while the port is lost is no press and leaves nothing running', async () => {
  const { serial, clock, keys, waits, state } = await ready()
  serial.act({ action: 'hold', device: 'keypad-1', key: 'start', ms: 60_000 })
  await clock.advance(10)
  await until('down', () => waits.includes(1200))
  serial.act({ action: 'fault', device: 'keypad-1', fault: 'unplugged' })
  await until('lost', () => state() === 'down')
  await clock.advance(5000)
  assert.equal(keys, [])
})

test('seven keypads live in one process and none hears the other', async () => {
  const { serial, clock, all } = await ready(7)
  for (let n = 1; n <= 7; n++)
    serial.act({ action: 'press', device: `keypad-${n}`, key: n % 2 ? 'next' : 'recall' })
  await clock.advance(10)
  await until('all', () => all.every((one) => one.keys.length === 1))
  assert.equal(
    all.map((one) => one.keys[0]),
    ['next', 'recall', 'next', 'recall', 'next', 'recall', 'next'],
  )
  assert.is(process.listenerCount('SIGINT'), 0, 'no signal handler of johnny-five')
})

test('the bench is told when an action names no key or no such keypad', async () => {
  const { serial } = await ready()
  assert.match(serial.act({ action: 'press', device: 'keypad-1' }) ?? '', /which key/)
  assert.match(serial.act({ action: 'press', device: 'nobody', key: 'next' }) ?? '', /no keypad/)
  assert.match(serial.act({ action: 'fault', device: 'keypad-1', fault: 'paper-out' }) ?? '', /no fault/)
})

test.run()
