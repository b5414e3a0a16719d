import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { findGpiochip, openGpiochip } from './gpio.gpiochip.ts'

const test = suite('GPIO lines through /dev/gpiochip')

/** A folder of chips with these labels, and the kernel's answer to who they are. */
function chips(labels: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'den-luot-chips-'))
  for (const n of labels.keys()) writeFileSync(join(folder, `gpiochip${n}`), '')
  let asked = 0
  const ioctl = (_: number, __: number, info: Buffer) => info.write(labels[asked++] ?? '', 32)
  return { folder, ioctl }
}

test('the chip of the header is found by its label, whatever its number', () => {
  for (const label of ['pinctrl-bcm2835', 'pinctrl-bcm2711', 'pinctrl-rp1']) {
    const { folder, ioctl } = chips(['raspberrypi-exp-gpio', label])
    assert.is(findGpiochip(ioctl, folder), join(folder, 'gpiochip1'))
  }
})

test('where there is no such chip the message names what there is and what to set', () => {
  const { folder, ioctl } = chips(['fake'])
  assert.throws(() => findGpiochip(ioctl, folder), /only fake\); set driver to onoff, or wires to simulated/)
})

test('on a computer without GPIO a line says so', async () => {
  if (existsSync('/dev/gpiochip0')) return
  const said = await openGpiochip()
    .input(17, () => {})
    .then(
      () => 'opened',
      (error: Error) => error.message,
    )
  assert.match(
    said,
    /no Raspberry Pi GPIO chip found \(no \/dev\/gpiochip at all\)|the package ioctl cannot be loaded/,
  )
})

test.run()
