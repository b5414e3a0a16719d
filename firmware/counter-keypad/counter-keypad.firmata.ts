/**
 * Keypad on an Arduino with StandardFirmata. It keeps the port open, asks for a sign of life every five
 * seconds, and opens the port again with growing pauses when the keypad is lost. Keys are reported once; what
 * they mean and whether they are answered is not its business.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { boundedWaits } from '../bounded-waits.ts'
import { jointHealth } from '../joint-health.ts'
import { downFrom, pauseMs } from '../last-wins.ts'
import type { DeviceHealth, Key } from '../messages.ts'
import { wireError } from '../wire/wire-error.ts'
import type { SerialTransport, Wires } from '../wire/wires.ts'
import { type Arduino, loadArduino } from './arduino.ts'
import type { CounterKeypad, KeyPress } from './counter-keypad.ts'
import { jammedKeys } from './jammed-keys.ts'
import { keypadKeys } from './keypad-keys.ts'

/** StandardFirmata's own. */
const baud = 57_600
const openLimitMs = 5000
/** An Uno starts in two seconds; a slow clone in four. */
const greetingLimitMs = 8000
const greetingEveryMs = 1000
const aliveEveryMs = 5000
const beepMs = 80
const quietLimitMs = 500

export function openCounterKeypad({
  config,
  wires,
  clock,
  onHealth,
  onKey,
}: {
  config: DeviceOf<'counter-keypad'>
  wires: Pick<Wires, 'serial'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
  onKey: (key: KeyPress) => void
}): CounterKeypad {
  const { pins } = config
  const keyOfPin = new Map<number, Key['key']>([
    [pins.next, 'next'],
    [pins.recall, 'recall'],
    [pins.start, 'start'],
  ])
  const keys = keypadKeys({ clock, longPressMs: config.longPressMs ?? 1200, onKey })
  // The same again says that it was seen; who is told of changes alone is the slot's.
  const health = jointHealth((next) => closed || onHealth(next))
  const tell = health.part('keypad')
  const jams = jammedKeys({ clock, onHealth: health.part('keys') })
  const waits = boundedWaits(clock)
  let arduino: Arduino | undefined
  let port: SerialTransport | undefined
  let retries = 0
  let alive = false
  let closed = false
  let beeping = false
  let cancelTimer: () => void = () => {}
  let cancelBeep: () => void = () => {}

  const later = (ms: number, action: () => void) => {
    cancelTimer()
    cancelTimer = clock.after(ms, action)
  }

  async function open(): Promise<Arduino> {
    const openArduino = await loadArduino()
    return openArduino({
      id: config.id,
      keys: [...keyOfPin.keys()],
      output: pins.buzzer,
      onDown: (pin) => withKey(pin, keys.down, jams.down),
      onUp: (pin) => withKey(pin, keys.up, jams.up),
      onAlive() {
        alive = true
        if (!port) return
        retries = 0
        tell({ state: 'ready' })
        later(aliveEveryMs, askAgain)
      },
    })
  }
  function withKey(pin: number, ...acts: ((key: Key['key']) => void)[]) {
    const key = keyOfPin.get(pin)
    if (key && port) for (const act of acts) act(key)
  }

  async function connect() {
    try {
      arduino ??= await open()
      if (closed) return arduino.close()
      const opening = wires.serial.open(config.port, baud)
      const opened = await waits
        .within(openLimitMs, opening, () => {
          throw wireError('stuck', `${config.port} does not open`)
        })
        .catch((error) => {
          opening.then((late) => late.close()).catch(() => {})
          throw error
        })
      port = opened
      opened.on('close', () => lost(opened, wireError('unplugged', `the keypad at ${config.port} is gone`)))
      opened.on('error', (error: Error) =>
        lost(opened, wireError('unplugged', `${config.port}: ${error.message}`)),
      )
      alive = false
      arduino.connect(opened)
      greet(clock.monotonicMs() + greetingLimitMs)
    } catch (error) {
      retryAfter(error)
    }
  }

  function greet(until: number) {
    if (alive || !port) return
    if (clock.monotonicMs() >= until) {
      lost(
        port,
        wireError('no-answer', `the Arduino at ${config.port} does not answer: is StandardFirmata on it?`),
      )
      return
    }
    arduino?.ask()
    later(greetingEveryMs, () => greet(until))
  }
  function askAgain() {
    alive = false
    arduino?.ask()
    later(aliveEveryMs, () => {
      if (!alive && port) lost(port, wireError('no-answer', `the keypad at ${config.port} no longer answers`))
    })
  }

  function lost(which: SerialTransport, error: Error) {
    if (port !== which) return
    port = undefined
    cancelBeep()
    keys.reset()
    jams.reset()
    arduino?.disconnect()
    if (which.isOpen) which.close()
    retryAfter(error)
  }
  function retryAfter(error: unknown) {
    if (closed) return
    tell(downFrom(error, retries))
    retries++
    later(pauseMs(retries), () => void connect())
  }

  function beep(times: number) {
    const { buzzer } = pins
    cancelBeep()
    if (buzzer === undefined || !port) return
    beeping = true
    void arduino?.drive(buzzer, 1)
    cancelBeep = clock.after(beepMs, () => {
      beeping = false
      void arduino?.drive(buzzer, 0)
      if (times > 1) cancelBeep = clock.after(beepMs, () => beep(times - 1))
    })
  }

  void connect()

  return {
    signal: (signal) => beep(signal === 'accepted' ? 1 : 3),
    async close() {
      closed = true
      cancelTimer()
      cancelBeep()
      keys.reset()
      jams.reset()
      const last = port
      // Bytes that a port has not taken go down with it, and the buzzer would sound until somebody comes.
      if (last?.isOpen && beeping && pins.buzzer !== undefined && arduino)
        await waits.within(quietLimitMs, arduino.drive(pins.buzzer, 0), () => {}).catch(() => {})
      waits.callOff(wireError('offline', `${config.id} was closed`))
      port = undefined
      arduino?.close()
      if (last?.isOpen) await new Promise<void>((resolve) => last.close(() => resolve()))
    },
  }
}
