/**
 * Keeps one expander chip: which of its pins are lights and which are contacts, set up on the chip, and set up
 * again when the chip lost power or was away. One transfer at a time; what is asked for meanwhile is done
 * together. Its interrupt says when to look; it looks anyway twice a second, so that a lost interrupt or a chip
 * that forgot costs no more than that. Without an interrupt line it looks every 10 ms.
 *
 * It debounces nothing and knows neither buttons nor queues.
 */
import type { Clock } from '../../hardware/clock.ts'
import { pinsOfChip } from '../../hardware/expander-pins.ts'
import type { ExpanderConfig } from '../../hardware/site-description.ts'
import { downFrom, pauseMs, readyAfter } from '../last-wins.ts'
import type { DeviceHealth } from '../messages.ts'
import { faultOf, messageOf, wireError } from '../wire/wire-error.ts'
import type { I2cBus, InputLine, Level, LineOptions, OutputLine } from '../wire/wires.ts'
import type { PortSetup, Sample } from './chip.ts'
import { claimedPins, type OnEdge } from './claimed-pins.ts'
import { mcp23017 } from './mcp23017.ts'
import { pcf8574 } from './pcf8574.ts'

const lookEveryMs = 500
const pollEveryMs = 10
/** A chip that is back must not be waited for as long as a printer. */
const longestPauseMs = 5000
/** Looks while the interrupt line stays low: a change came meanwhile, or another chip holds the line. */
const looksWhileLow = 3

/** The chip while nobody else uses it. */
export type Port = {
  drive(setup: Pick<PortSetup, 'inputs' | 'levels'>): Promise<void>
  /** What stands at the pins now; changes of other pins are handed on. */
  sample(): Promise<number>
  setup: Readonly<PortSetup>
}
export type Expander = {
  input(pin: string, onEdge: OnEdge, options?: LineOptions): InputLine
  output(pin: string, initial: Level, options?: LineOptions): OutputLine
  /** Runs between two looks; rejects when the chip does not answer. */
  alone(work: (port: Port) => Promise<void>): Promise<void>
  bitOf(pin: string): number
  /** Its interrupt line fell. */
  interrupted(): void
  close(): Promise<void>
}

type Waiter = { resolve(): void; reject(error: unknown): void }

export function openExpander({
  config,
  bus,
  clock,
  interruptLevel,
}: {
  config: ExpanderConfig
  bus: I2cBus
  clock: Clock
  /** Reads the interrupt line, where there is one. */
  interruptLevel: (() => Promise<Level>) | undefined
}): Expander {
  const every = 2 ** pinsOfChip[config.chip].length - 1
  const chip = (config.chip === 'mcp23017' ? mcp23017 : pcf8574)({ bus, address: Number(config.address) })
  // Unused pins stay as the chip has them at power-on: a pull-up would make a light glow.
  const setup: PortSetup = { inputs: every, levels: 0, pullUps: 0, interrupts: 0 }
  const pins = claimedPins({ config, clock })
  let waiting: Waiter[] = []
  let jobs: ((port: Port) => Promise<void>)[] = []
  let isSetUp = false
  let isDriven = false
  let checkedAt = clock.monotonicMs()
  let fellAt: number | undefined
  let retries = 0
  let failure: Error | undefined
  let health: DeviceHealth = { state: 'starting' }
  let disagreements = 0
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  let cancelTimer: () => void = () => {}

  function tell(next: DeviceHealth) {
    health = next
    pins.tell(next)
  }

  /** Each time it was found well: that is when its devices were last seen. */
  const tellReady = () => tell(readyAfter(disagreements))

  /** Reads the chip and hands on what changed: first what it caught, then what stands there now. */
  async function taken<S extends Sample>(read: () => Promise<S>): Promise<S> {
    // An edge that comes while this is read may be too late for it, and asks for another look.
    const caughtAt = fellAt ?? pins.sampledAt()
    fellAt = undefined
    const seen = await read()
    if (!('held' in seen) || seen.held === true) pins.hand(seen, caughtAt)
    return seen
  }
  const sample = async () => (await taken(chip.sample)).now

  async function look() {
    if (!isSetUp) {
      isSetUp = true
      isDriven = true
      const wanted = { ...setup }
      await chip.setUp(wanted)
      checkedAt = clock.monotonicMs()
      if (!(await taken(() => chip.check(wanted))).held)
        throw wireError(
          'disagrees',
          `the chip at ${config.address} on I2C bus ${config.bus} does not keep what it is told: a broken chip, another chip than ${config.chip}, or two with one address`,
        )
      if (isSetUp) tellReady()
      return
    }
    if (!isDriven) {
      isDriven = true
      await chip.drive({ ...setup })
    }
    const lookedAt = clock.monotonicMs()
    if (lookedAt - checkedAt >= lookEveryMs) {
      checkedAt = lookedAt
      const expected = { ...setup }
      // What a chip without its set-up reads is nobody's press.
      if (!(await taken(() => chip.check(expected))).held) {
        isSetUp = false
        disagreements++
      } else tellReady()
    } else if (fellAt !== undefined) {
      await sample()
      for (let n = 1; n < looksWhileLow && (await interruptLevel?.()) === 0; n++) await sample()
    } else if (!interruptLevel) await sample()
  }

  async function run() {
    do {
      again = false
      const served = waiting
      waiting = []
      try {
        await look()
        for (let job = jobs.shift(); job && isSetUp; job = jobs.shift())
          await job({ drive: chip.drive, sample, setup })
        retries = 0
        failure = undefined
        for (const { resolve } of served) resolve()
      } catch (error) {
        failure = wireError(faultOf(error), `expander ${config.id}: ${messageOf(error)}`, error)
        isSetUp = false
        jobs = []
        for (const { reject } of [...served, ...waiting]) reject(failure)
        waiting = []
        tell(downFrom(failure, retries))
        retries++
        return
      }
    } while ((again || !isSetUp || !isDriven || waiting.length > 0 || jobs.length > 0) && !closed)
  }
  function wake() {
    again = true
    if (running || failure || closed) return
    cancelTimer()
    running = run().finally(() => {
      running = undefined
      // Asked for between the last look and here: whoever was just served may have asked at once.
      if (again && !failure) return wake()
      const every = pins.hasInputs() && !interruptLevel ? pollEveryMs : lookEveryMs
      const pause = failure ? Math.min(longestPauseMs, pauseMs(retries)) : every
      if (!closed)
        cancelTimer = clock.after(pause, () => {
          failure = undefined
          wake()
        })
    })
  }
  /** Resolves when the chip is as it is wanted now. */
  function served(): Promise<void> {
    if (closed) return Promise.reject(wireError('offline', `expander ${config.id} is closed`))
    if (failure) return Promise.reject(failure)
    const done = new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
    wake()
    return done
  }

  function claim(pin: string, onHealth: LineOptions['onHealth']) {
    const claimed = pins.claim(pin, onHealth)
    if (health.state === 'down') claimed.entry.onHealth(health)
    return claimed
  }
  const put = (key: keyof PortSetup, bit: number, on: boolean) => {
    setup[key] = on ? setup[key] | (1 << bit) : setup[key] & ~(1 << bit)
  }
  /** An output stays as it was left: dark, and not a pin that floats. */
  function release(bit: number) {
    pins.release(bit)
    put('pullUps', bit, false)
    put('interrupts', bit, false)
    isSetUp = false
    return served().catch(() => undefined)
  }

  return {
    bitOf: pins.bitOf,
    input(pin, onEdge, options) {
      const { bit, entry } = claim(pin, options?.onHealth)
      entry.onEdge = onEdge
      put('pullUps', bit, options?.pull === 'up')
      put('inputs', bit, true)
      // Without its line nobody would know when a level was caught.
      put('interrupts', bit, interruptLevel !== undefined)
      isSetUp = false
      const ready = served()
      ready.catch(() => {})
      return {
        async read() {
          await (entry.known === undefined ? ready : served())
          return entry.known ?? 1
        },
        close: () => release(bit),
      }
    },
    output(pin, initial, options) {
      const { bit } = claim(pin, options?.onHealth)
      put('levels', bit, initial === 1)
      put('inputs', bit, false)
      put('pullUps', bit, false)
      isSetUp = false
      served().catch(() => {})
      return {
        write(level) {
          put('levels', bit, level === 1)
          isDriven = false
          return served()
        },
        close: () => release(bit),
      }
    },
    alone(work) {
      if (failure) return Promise.reject(failure)
      jobs.push(work)
      return served()
    },
    interrupted() {
      fellAt ??= clock.monotonicMs()
      wake()
    },
    async close() {
      closed = true
      cancelTimer()
      await running
      for (const { reject } of waiting) reject(wireError('offline', `expander ${config.id} is closed`))
      await bus.close()
    },
  }
}
