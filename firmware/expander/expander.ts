/**
 * Keeps one expander chip: which of its pins are lights and which are contacts, set up on the chip, and set up
 * again when the chip lost power or was away. Its interrupt says when to look; it looks anyway twice a second, so
 * that a lost interrupt or a chip that forgot costs no more than that. Without an interrupt line, or with one that
 * does not work, it looks every 10 ms.
 *
 * It debounces nothing and knows neither buttons nor queues.
 */
import type { Clock } from '../../hardware/clock.ts'
import { pinsOfChip } from '../../hardware/expander-pins.ts'
import type { ExpanderConfig } from '../../hardware/site-description.ts'
import { downFrom, readyAfter } from '../last-wins.ts'
import type { DeviceHealth } from '../messages.ts'
import { faultOf, messageOf, wireError } from '../wire/wire-error.ts'
import type { I2cBus, InputLine, Level, LineOptions, OutputLine } from '../wire/wires.ts'
import type { PortSetup, Sample } from './chip.ts'
import { claimedPins, type OnEdge } from './claimed-pins.ts'
import { type InterruptLine, interruptTrust } from './interrupt-line.ts'
import { mcp23017 } from './mcp23017.ts'
import { pcf8574 } from './pcf8574.ts'
import { visits } from './visits.ts'

const lookEveryMs = 500
const pollEveryMs = 10
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
  /** Its interrupt line fell; `atMs` when, where the wire knows it better than this process. */
  interrupted(atMs?: number): void
  /** Looks at it soon; how that goes is told as its health. */
  wake(): void
  close(): Promise<void>
}

export function openExpander({
  config,
  bus,
  clock,
  interrupt,
  onHealth = () => {},
}: {
  config: ExpanderConfig
  bus: I2cBus
  clock: Clock
  interrupt?: InterruptLine | undefined
  /** How the chip itself is; whoever has its pins is told its faults as well. */
  onHealth?: (health: DeviceHealth) => void
}): Expander {
  const name = `expander ${config.id}`
  const every = 2 ** pinsOfChip[config.chip].length - 1
  const chip = (config.chip === 'mcp23017' ? mcp23017 : pcf8574)({ bus, address: Number(config.address) })
  // Unused pins stay as the chip has them at power-on: a pull-up would make a light glow.
  const setup: PortSetup = { inputs: every, levels: 0, pullUps: 0, interrupts: 0 }
  /** As the chip was told last. Whoever looks at it may be asked for something else meanwhile. */
  let told: PortSetup = { ...setup }
  const pins = claimedPins({ config, clock })
  const trust = interruptTrust(interrupt)
  const isAsked = () => interrupt === undefined || trust.trouble() !== undefined
  let jobs: ((port: Port) => Promise<void>)[] = []
  let isSetUp = false
  let isDriven = false
  let checkedAt = clock.monotonicMs()
  let fellAt: number | undefined
  let health: DeviceHealth = { state: 'starting' }
  let disagreements = 0

  /** Each time it was found well: that is when its devices were last seen. */
  function tellReady() {
    health = readyAfter(disagreements)
    pins.tell(health)
    const detail = trust.trouble()
    if (detail === undefined) return onHealth(health)
    onHealth({ ...readyAfter(disagreements), warning: 'no-interrupt', detail })
  }
  function fail(error: Error, retries: number) {
    isSetUp = false
    jobs = []
    health = downFrom(error, retries)
    pins.tell(health)
    onHealth(health)
  }

  /** Reads the chip and hands on what changed: first what it caught, then what stands there now. */
  async function taken<S extends Sample>(read: () => Promise<S>): Promise<S & { changed: boolean }> {
    // An edge that comes while this is read may be too late for it, and asks for another look.
    const called = fellAt !== undefined
    const caughtAt = fellAt ?? pins.sampledAt()
    fellAt = undefined
    const seen = await read()
    // What a chip without its set-up reads is nobody's press.
    const changed = (!('held' in seen) || seen.held === true) && pins.hand(seen, caughtAt)
    trust.read({ called, changed })
    return { ...seen, changed }
  }
  const sample = async () => (await taken(chip.sample)).now

  /** A change counts only of a chip that still is as it was set up: one that lost power lets its contacts float. */
  async function lookAtPins() {
    const { held } = await taken(async () => {
      const seen = await chip.sample()
      return { ...seen, held: !pins.differs(seen) || (await chip.check(told)).held }
    })
    if (!held) setUpAgain()
  }
  function setUpAgain() {
    isSetUp = false
    disagreements++
  }

  async function look() {
    if (!isSetUp) return setUp()
    if (!isDriven) {
      isDriven = true
      told = { ...told, inputs: setup.inputs, levels: setup.levels }
      await chip.drive(told)
    }
    if (clock.monotonicMs() - checkedAt >= lookEveryMs) return check()
    if (fellAt !== undefined) {
      await lookAtPins()
      for (let n = 1; n < looksWhileLow && isSetUp && (await interrupt?.level()) === 0; n++)
        await lookAtPins()
    } else if (isAsked()) await lookAtPins()
  }
  async function setUp() {
    isSetUp = true
    isDriven = true
    told = { ...setup }
    const done = pins.settingUp()
    await chip.setUp(told)
    done()
    checkedAt = clock.monotonicMs()
    if (!(await taken(() => chip.check(told))).held)
      throw wireError(
        'disagrees',
        `the chip at ${config.address} on I2C bus ${config.bus} does not keep what it is told: a broken chip, another chip than ${config.chip}, or two with one address`,
      )
    if (isSetUp) tellReady()
  }
  async function check() {
    checkedAt = clock.monotonicMs()
    const called = fellAt !== undefined
    const { held, changed } = await taken(() => chip.check(told))
    if (!called) trust.looked(changed, await interrupt?.level())
    if (held) tellReady()
    else setUpAgain()
  }

  const { wake, served, failure, close } = visits({
    name,
    clock,
    async visit() {
      await look()
      for (let job = jobs.shift(); job && isSetUp; job = jobs.shift())
        await job({ drive: chip.drive, sample, setup })
    },
    isOwing: () => !isSetUp || !isDriven || jobs.length > 0,
    restMs: () => (pins.hasInputs() && isAsked() ? pollEveryMs : lookEveryMs),
    explain: (error) => wireError(faultOf(error), `${name}: ${messageOf(error)}`, error),
    onFailure: fail,
  })

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
    wake,
    input(pin, onEdge, options) {
      const { bit, entry } = claim(pin, options?.onHealth)
      entry.onEdge = onEdge
      put('pullUps', bit, options?.pull === 'up')
      put('inputs', bit, true)
      // Without its line nobody would know when a level was caught.
      put('interrupts', bit, interrupt !== undefined)
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
      const failed = failure()
      if (failed) return Promise.reject(failed)
      jobs.push(work)
      return served()
    },
    interrupted(atMs = clock.monotonicMs()) {
      fellAt ??= atMs
      wake()
    },
    async close() {
      await close()
      await bus.close()
    },
  }
}
