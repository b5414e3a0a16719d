/** Which options of a device name a line, a GPIO line or an expander's pin, and whether it reads or drives it. */
import { type Entry, entriesOf, textOf, textsOf } from './loose.ts'
import type { Step } from './problem.ts'

export type DeviceLine = { steps: readonly Step[]; value: unknown; way: 'input' | 'output' }

const options: Record<string, Record<string, DeviceLine['way']>> = {
  'service-button': { pin: 'input', ringPin: 'output' },
  'call-lamp': { pin: 'output' },
  'digit-keypad': { ledPin: 'output', buzzerPin: 'output' },
}

export function deviceLines(device: Entry): DeviceLine[] {
  const kind = textOf(device, 'kind') ?? ''
  const own = named(device, options[kind] ?? {})
  if (kind === 'rating-pad')
    return entriesOf(device, 'buttons').flatMap((button) =>
      named(button, { pin: 'input', lightPin: 'output' }),
    )
  if (kind === 'digit-keypad') {
    const rows = textsOf(device, 'rows').map(({ steps, text }) => ({
      steps,
      value: text,
      way: 'output' as const,
    }))
    const columns = textsOf(device, 'columns').map(({ steps, text }) => ({
      steps,
      value: text,
      way: 'input' as const,
    }))
    return [...rows, ...columns, ...own]
  }
  return own
}

function named(entry: Entry, ways: Record<string, DeviceLine['way']>): DeviceLine[] {
  return Object.entries(ways).flatMap(([option, way]) =>
    Object.hasOwn(entry.value, option)
      ? [{ steps: [...entry.steps, option], value: entry.value[option], way }]
      : [],
  )
}
