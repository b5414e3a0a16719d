/**
 * The words for pins behind an I2C expander: which pins a chip has, and how a site file names one
 * (`"mr-1:A0"`). It knows no bus and no driver.
 */

export const expanderChips = ['mcp23017', 'pcf8574'] as const
export type ExpanderChip = (typeof expanderChips)[number]

const eight = (port: string) => Array.from({ length: 8 }, (_, bit) => `${port}${bit}`)
/** Every pin of a chip; its place in the list is its bit. */
export const pinsOfChip: Record<ExpanderChip, readonly string[]> = {
  mcp23017: [...eight('A'), ...eight('B')],
  pcf8574: eight('P'),
}
/** Addresses its three pins can be soldered to; the PCF8574A stands in the second range. */
export const addressesOfChip: Record<ExpanderChip, readonly string[]> = {
  mcp23017: Array.from({ length: 8 }, (_, n) => `0x${(0x20 + n).toString(16)}`),
  pcf8574: [0x20, 0x38].flatMap((base) =>
    Array.from({ length: 8 }, (_, n) => `0x${(base + n).toString(16)}`),
  ),
}

/** A GPIO line of the Pi by its BCM number, or a pin of an expander. */
export type Pin = number | string

export const expanderPinPattern = '^[a-z0-9]+(-[a-z0-9]+)*:[ABP][0-7]$'

/** `"mr-1:A0"` in its two parts; undefined for anything else. */
export function expanderPin(pin: unknown): { expander: string; pin: string } | undefined {
  if (typeof pin !== 'string' || !new RegExp(expanderPinPattern).test(pin)) return undefined
  const [expander = '', name = ''] = pin.split(':')
  return { expander, pin: name }
}

/** How a message names a pin. */
export const pinInWords = (pin: Pin): string => (typeof pin === 'number' ? `GPIO ${pin}` : `pin ${pin}`)
