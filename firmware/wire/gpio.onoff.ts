/**
 * GPIO lines through onoff and the kernel's sysfs interface: the only file that knows onoff. Pins are BCM
 * numbers here as in the site file; which sysfs number that is differs by model and kernel and is found by the
 * chip's label. Edges arrive raw.
 *
 * sysfs can't switch pull-ups: a button needs its resistor, or `gpio=17=pu` in config.txt.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pin } from '../../hardware/expander-pins.ts'
import { loadPackage } from './load-package.ts'
import { codeOf, messageOf, wireError } from './wire-error.ts'
import type { GpioWire, Level } from './wires.ts'

const sysfs = '/sys/class/gpio'
/** Newer kernels may leave it out, or have the directory without the part that onoff needs. */
const noSysfs = (root: string) =>
  `this kernel offers no GPIO lines under ${root}: set driver (of an expander: interruptDriver) to gpiochip`
/** The chip behind a Pi's header: Pi 3 and older, Pi 4, Pi 5. */
export const isPiLabel = (label: string) => /^pinctrl-(bcm2835|bcm2711|rp1)$/.test(label)

/** The sysfs number of BCM line 0: 0 on old kernels, 512 from 6.6 on, 571 and others on a Pi 5. */
export async function findGpioBase(root: string = sysfs): Promise<number> {
  const entries = await readdir(root).catch((): string[] => [])
  if (!entries.includes('export'))
    throw wireError('not-supported', `${noSysfs(root)}; where there is none, wires to simulated`)
  const seen: string[] = []
  for (const chip of entries.filter((name) => /^gpiochip\d+$/.test(name)).sort()) {
    const label = (await readFile(join(root, chip, 'label'), 'utf8').catch(() => '')).trim()
    if (isPiLabel(label)) {
      const base = Number((await readFile(join(root, chip, 'base'), 'utf8')).trim())
      if (Number.isInteger(base) && base >= 0) return base
    }
    if (label !== '') seen.push(label)
  }
  const found = seen.length === 0 ? 'no GPIO chip at all' : `only ${seen.join(', ')}`
  throw wireError(
    'not-supported',
    `no Raspberry Pi GPIO chip found under ${root} (${found}); set wires to simulated to try out`,
  )
}

/** What went wrong with a line, in words that say what to do. */
export function explainGpio(pin: Pin, error: unknown): Error {
  const code = codeOf(error)
  switch (code) {
    case 'EBUSY':
      return wireError('disagrees', `GPIO ${pin} is held by another program (EBUSY)`, error)
    case 'EACCES':
    case 'EPERM':
      return wireError(
        'not-supported',
        `GPIO ${pin} may not be opened by this user (${code}): add the user to the group gpio`,
        error,
      )
    case 'EINVAL':
      return wireError('not-supported', `GPIO ${pin} does not exist on this Raspberry Pi (EINVAL)`, error)
    case 'ENOENT':
      return wireError('not-supported', `GPIO ${pin}: ${noSysfs(sysfs)} (ENOENT)`, error)
    default:
      return wireError('no-answer', `GPIO ${pin}: ${messageOf(error)}`, error)
  }
}

export function openOnoffGpio({ root = sysfs }: { root?: string } = {}): GpioWire {
  let base: Promise<number> | undefined
  async function line(pin: Pin, direction: 'in' | 'high' | 'low') {
    if (typeof pin !== 'number') throw wireError('not-supported', `${pin} is not a GPIO line`)
    base ??= findGpioBase(root)
    // A chip that is missing now may be there at the next try.
    const offset = await base.catch((error) => {
      base = undefined
      throw error
    })
    const { Gpio } = await loadPackage('onoff', () => import('onoff'), 'set driver to gpiochip')
    try {
      return direction === 'in'
        ? new Gpio(offset + pin, 'in', 'both', { activeLow: false })
        : new Gpio(offset + pin, direction, 'none', { activeLow: false })
    } catch (error) {
      throw explainGpio(pin, error)
    }
  }

  return {
    async input(pin, onEdge) {
      const gpio = await line(pin, 'in')
      gpio.watch((error, value) => {
        if (!error) onEdge(value)
      })
      return {
        read: () =>
          gpio.read().catch((error) => {
            throw explainGpio(pin, error)
          }),
        close: async () => gpio.unexport(),
      }
    },
    async output(pin, initial: Level) {
      // 'high' and 'low' set direction and level at once: a relay does not click at start.
      const gpio = await line(pin, initial === 1 ? 'high' : 'low')
      return {
        write: (level) =>
          gpio.write(level).catch((error) => {
            throw explainGpio(pin, error)
          }),
        close: async () => gpio.unexport(),
      }
    },
  }
}
