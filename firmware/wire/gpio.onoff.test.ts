import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { explainGpio, findGpioBase, openOnoffGpio } from './gpio.onoff.ts'
import { faultOf } from './wire-error.ts'

const test = suite('GPIO lines of the kernel')
const roots: string[] = []

/** A directory like /sys/class/gpio with these chips. */
async function sysfs(chips: { name: string; label: string; base: number }[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'gpio-'))
  roots.push(root)
  await writeFile(join(root, 'export'), '')
  for (const chip of chips) {
    await mkdir(join(root, chip.name))
    await writeFile(join(root, chip.name, 'label'), `${chip.label}\n`)
    await writeFile(join(root, chip.name, 'base'), `${chip.base}\n`)
  }
  return root
}
test.after(async () => {
  await Promise.all(roots.map((root) => rm(root, { recursive: true })))
})

const refusal = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => assert.unreachable('it should have been refused'),
    (error) => error,
  ) as Promise<Error>

test('on an old kernel a Pi 3 counts from 0, on a new one from 512', async () => {
  assert.is(await findGpioBase(await sysfs([{ name: 'gpiochip0', label: 'pinctrl-bcm2835', base: 0 }])), 0)
  assert.is(
    await findGpioBase(await sysfs([{ name: 'gpiochip512', label: 'pinctrl-bcm2835', base: 512 }])),
    512,
  )
})

test('on a Pi 4 and a Pi 5 the header’s chip is found among others by its label', async () => {
  const four = await sysfs([
    { name: 'gpiochip570', label: 'raspberrypi-exp-gpio', base: 570 },
    { name: 'gpiochip512', label: 'pinctrl-bcm2711', base: 512 },
  ])
  assert.is(await findGpioBase(four), 512)
  const five = await sysfs([
    { name: 'gpiochip512', label: 'gpio-brcmstb@107d508500', base: 512 },
    { name: 'gpiochip571', label: 'pinctrl-rp1', base: 571 },
  ])
  assert.is(await findGpioBase(five), 571)
})

test('a machine without a Pi’s chip is told so, with what it has and what to do', async () => {
  const other = await refusal(
    findGpioBase(await sysfs([{ name: 'gpiochip0', label: 'INT3450:00', base: 0 }])),
  )
  assert.match(other.message, 'no Raspberry Pi GPIO chip found')
  assert.match(other.message, 'only INT3450:00')
  assert.match(other.message, 'set wires to simulated to try out')
  assert.is(faultOf(other), 'not-supported')
  assert.match((await refusal(findGpioBase(await sysfs([])))).message, 'no GPIO chip at all')
})

test('where the kernel has no sysfs lines, or only what is left of them, gpiochip is named as the way out', async () => {
  const left = await sysfs([])
  await rm(join(left, 'export'))
  await mkdir(join(left, 'chip0'))
  for (const root of ['/nowhere', left]) {
    const said = await refusal(findGpioBase(root))
    assert.match(said.message, `no GPIO lines under ${root}: set driver`)
    assert.match(said.message, 'to gpiochip')
    assert.is(faultOf(said), 'not-supported')
  }
})

test('a line that cannot be opened rejects with a message, and is tried anew the next time', async () => {
  const root = await sysfs([])
  const gpio = openOnoffGpio({ root })
  assert.match((await refusal(gpio.input(17, () => {}))).message, 'no Raspberry Pi GPIO chip found')
  await mkdir(join(root, 'gpiochip9000'))
  await writeFile(join(root, 'gpiochip9000', 'label'), 'pinctrl-rp1\n')
  await writeFile(join(root, 'gpiochip9000', 'base'), '9000\n')
  // The chip is found now; onoff itself, which knows only the kernel's own directory, refuses line 9017.
  assert.match((await refusal(gpio.input(17, () => {}))).message, /^GPIO 17/)
  assert.match((await refusal(gpio.output(18, 0))).message, /^GPIO 18/)
})

test('every refusal of the kernel says which pin and what to do', () => {
  const said = (code: string) => explainGpio(17, Object.assign(new Error('x'), { code }))
  assert.is(said('EBUSY').message, 'GPIO 17 is held by another program (EBUSY)')
  assert.is(faultOf(said('EBUSY')), 'disagrees')
  assert.match(said('EACCES').message, 'add the user to the group gpio')
  assert.match(said('EINVAL').message, 'GPIO 17 does not exist')
  assert.match(said('ENOENT').message, /no GPIO lines under \/sys\/class\/gpio: set driver .+ to gpiochip/)
  assert.match(said('EIO').message, 'GPIO 17: x')
})

test.run()
