/**
 * Code scanners as keyboards that nobody looks at: a code that is held before one is typed with every key going
 * down and up, and Enter at its end. Faults: unplugged (the device file is gone, a code that was being typed is cut off).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchAction, BenchCodeScanner, WireFault } from './bench.ts'
import { EV_KEY, EV_SYN } from './input-event.ts'
import { keyCodes, strokeOf } from './us-keys.ts'
import { wireError } from './wire-error.ts'
import type { InputEvent, KeyWire } from './wires.ts'

const keyMs = 2
const shown = 5
const faults: WireFault[] = ['none', 'unplugged']

export function simulatedKeys({
  scanners: configs,
  clock,
  changed = () => {},
}: {
  scanners: DeviceOf<'code-scanner'>[]
  clock: Clock
  changed?: () => void
}) {
  type Listener = Parameters<KeyWire['open']>[1]
  const scanners = configs.map((config) => ({
    config,
    read: [] as string[],
    fault: 'none' as WireFault,
    /** Whoever opened it last; others would hear nothing, since it was taken. */
    listener: undefined as Listener | undefined,
    typing: [] as InputEvent[][],
  }))
  type Scanner = (typeof scanners)[number]
  const gone = (path: string) => wireError('unplugged', `no scanner at ${path}: is it plugged in?`)

  const wire: KeyWire = {
    async open(path, listener) {
      const scanner = scanners.find(({ config }) => config.device === path)
      if (!scanner || scanner.fault === 'unplugged') throw gone(path)
      if (scanner.listener) throw wireError('disagrees', `${path} is taken by another program`)
      scanner.listener = listener
      return {
        alone: true,
        async close() {
          if (scanner.listener === listener) scanner.listener = undefined
        },
      }
    },
  }

  function typeOn(scanner: Scanner) {
    const stroke = scanner.typing.shift()
    if (!stroke) return
    for (const event of stroke) scanner.listener?.event(event)
    clock.after(keyMs, () => typeOn(scanner))
  }
  const key = (code: number, value: number): InputEvent[] => [
    { type: EV_KEY, code, value },
    { type: EV_SYN, code: 0, value: 0 },
  ]
  function strokesFor(letter: string): InputEvent[] | undefined {
    const stroke = strokeOf(letter)
    if (!stroke) return undefined
    const tap = [...key(stroke.code, 1), ...key(stroke.code, 0)]
    const [shift = 0] = keyCodes.shifts
    return stroke.shift ? [...key(shift, 1), ...tap, ...key(shift, 0)] : tap
  }

  function scan(scanner: Scanner, code: string): string | null {
    if (scanner.fault === 'unplugged') return `${scanner.config.id} is unplugged`
    const strokes = [...code].map(strokesFor)
    if (strokes.includes(undefined)) return 'a scanner types what is on a US keyboard only'
    const wasIdle = scanner.typing.length === 0
    scanner.typing.push(...(strokes as InputEvent[][]))
    scanner.typing.push([...key(keyCodes.enter, 1), ...key(keyCodes.enter, 0)])
    scanner.read = [code, ...scanner.read].slice(0, shown)
    if (wasIdle) clock.after(keyMs, () => typeOn(scanner))
    changed()
    return null
  }

  return {
    wire,
    view(device: string): BenchCodeScanner | undefined {
      const found = scanners.find(({ config }) => config.id === device)
      if (!found) return undefined
      const { config, read, fault } = found
      return { kind: 'code-scanner', id: config.id, device: config.device, read, fault }
    },
    act(action: BenchAction): string | null {
      const found = scanners.find(({ config }) => config.id === action.device)
      if (!found) return `there is no code scanner "${action.device}"`
      if (action.action === 'scan') return scan(found, action.code)
      if (action.action !== 'fault') return 'a code scanner has no keys: scan a code'
      if (!faults.includes(action.fault)) return `a code scanner has no fault "${action.fault}"`
      found.fault = action.fault
      if (action.fault === 'unplugged') {
        const { listener } = found
        found.typing = []
        found.listener = undefined
        listener?.lost(gone(found.config.device))
      }
      changed()
      return null
    },
  }
}
