/**
 * The Pi's GPIO header: the kernel's own gpio-sim chip with the label and the number of lines of a BCM2711. What
 * is on the lines outside of the Pi is set and read here; the Pi's side is the kernel's.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Level } from '../../../firmware/wire/wires.ts'

const lines = 54
const label = 'pinctrl-bcm2711'

export type GpioHeader = {
  /** Pulls a line from outside; the Pi sees the edge when it is an input. */
  drive(pin: number, level: Level): void
  /** What the line has, such as what the Pi drives. */
  level(pin: number): Level
}

/** Nothing is connected but resistors to 3.3 V on these lines; the others rest as after power-on. */
export function plugHeader(pulledUp: readonly number[]): GpioHeader {
  const chip = '/sys/kernel/config/gpio-sim/header'
  const bank = `${chip}/bank0`
  mkdirSync(bank, { recursive: true })
  writeFileSync(`${bank}/num_lines`, String(lines))
  writeFileSync(`${bank}/label`, label)
  writeFileSync(`${chip}/live`, '1')
  const read = (path: string) => readFileSync(path, 'utf8').trim()
  const outside = `/sys/devices/platform/${read(`${chip}/dev_name`)}/${read(`${bank}/chip_name`)}`
  const header: GpioHeader = {
    drive: (pin, level) =>
      writeFileSync(`${outside}/sim_gpio${pin}/pull`, level === 1 ? 'pull-up' : 'pull-down'),
    level: (pin) => (read(`${outside}/sim_gpio${pin}/value`) === '1' ? 1 : 0),
  }
  for (let pin = 0; pin < 28; pin++) header.drive(pin, pin <= 8 || pulledUp.includes(pin) ? 1 : 0)
  return header
}
