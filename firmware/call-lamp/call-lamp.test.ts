import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { expanderRig } from '../expander/expander.test-kit.ts'
import type { DeviceHealth } from '../messages.ts'
import { simulatedGpio } from '../wire/gpio.sim.ts'
import { callLampContract } from './call-lamp.contract.ts'
import { openLineLamp } from './call-lamp.line.ts'
import { openRpioLamp } from './call-lamp.rpio.ts'
import { pulsing } from './pulsing.ts'

const lamp: DeviceOf<'call-lamp'> = {
  id: 'lamp',
  kind: 'call-lamp',
  driver: 'onoff',
  counter: 'c',
  pin: 5,
}

async function onoffRig(config: DeviceOf<'call-lamp'>) {
  const clock = manualClock()
  const gpio = simulatedGpio({ devices: [config], clock })
  const health: DeviceHealth[] = []
  const driver = await openLineLamp({
    config,
    wires: { gpio: gpio.wire, gpiochip: gpio.wire },
    clock,
    onHealth: (state) => health.push(state),
  })
  const on = () => {
    const view = gpio.view('lamp')
    return view?.kind === 'call-lamp' && view.on
  }
  return { clock, gpio, driver, on, health: () => health.at(-1) }
}

const test = suite('call lamp')

for (const driver of ['onoff', 'gpiochip'] as const)
  callLampContract(test, async () => {
    const clock = manualClock()
    const lines = {
      onoff: simulatedGpio({ devices: [], clock }),
      gpiochip: simulatedGpio({ devices: [], clock }),
    }
    return {
      wires: { gpio: lines.onoff.wire, gpiochip: lines.gpiochip.wire },
      clock,
      pass: clock.advance,
      level: () => lines[driver].level(5),
      config: { driver, pin: 5 },
    }
  })
callLampContract(test, async () => {
  const rig = expanderRig()
  const pin = 'mr-1:B3'
  return {
    wires: rig.wires,
    clock: rig.clock,
    pass: rig.clock.advance,
    level: () => rig.level(pin),
    config: { driver: 'expander', pin },
  }
})

for (const activeLow of [false, true])
  test(`is dark at first, lights and darkens as told, and is dark after closing, ${activeLow ? 'low' : 'high'} lights it`, async () => {
    const { clock, driver, on, gpio } = await onoffRig({ ...lamp, activeLow })
    assert.not.ok(on())
    driver.light(true)
    await clock.advance(0)
    assert.ok(on())
    assert.is(gpio.level(5), activeLow ? 0 : 1)
    driver.light(false)
    await clock.advance(0)
    assert.not.ok(on())
    driver.light(true)
    await driver.close()
    assert.not.ok(on())
  })

test('a lamp whose line does not take the level is down, and takes the last wish when it is repaired', async () => {
  const { clock, driver, on, gpio, health } = await onoffRig(lamp)
  gpio.act({ action: 'fault', device: 'lamp', fault: 'stuck' })
  driver.light(true)
  await clock.advance(100)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'stuck')
  driver.light(false)
  driver.light(true)
  gpio.act({ action: 'fault', device: 'lamp', fault: 'none' })
  await clock.advance(1000)
  assert.ok(on())
  assert.is(health()?.state, 'ready')
  await driver.close()
})

test('a slow lamp gets only the last of many wishes', async () => {
  const { clock, driver, on, gpio } = await onoffRig(lamp)
  gpio.act({ action: 'fault', device: 'lamp', fault: 'slow' })
  for (let i = 0; i < 9; i++) driver.light(i % 2 === 0)
  await clock.advance(700)
  assert.ok(on())
  gpio.act({ action: 'fault', device: 'lamp', fault: 'none' })
  await driver.close()
})

test('a chime sounds for its time at each call; the counter that calls on and on does not keep it on', async () => {
  const { clock, driver, on } = await onoffRig(lamp)
  const chime = pulsing(driver, { pulseMs: 800, clock })
  chime.light(true)
  await clock.advance(0)
  assert.not.ok(on(), 'told the state after a restart, it is silent')
  chime.signal?.()
  await clock.advance(799)
  assert.ok(on())
  await clock.advance(1)
  assert.not.ok(on())
  chime.signal?.()
  await clock.advance(500)
  chime.signal?.()
  await clock.advance(799)
  assert.ok(on())
  await clock.advance(1)
  assert.not.ok(on())
  chime.signal?.()
  await clock.advance(10)
  await chime.close()
  assert.not.ok(on(), 'silent after closing')
  chime.signal?.()
  await clock.advance(10)
  assert.not.ok(on())
})

test('a chime whose line failed is not sounded late', async () => {
  const { clock, driver, on, gpio, health } = await onoffRig(lamp)
  const chime = pulsing(driver, { pulseMs: 300, clock })
  gpio.act({ action: 'fault', device: 'lamp', fault: 'stuck' })
  chime.signal?.()
  await clock.advance(500)
  assert.is(health()?.state, 'down')
  gpio.act({ action: 'fault', device: 'lamp', fault: 'none' })
  await clock.advance(30_000)
  assert.not.ok(on())
  assert.is(health()?.state, 'ready')
  await chime.close()
})

async function refusal(modelFile: string): Promise<DeviceHealth> {
  let driver: Awaited<ReturnType<typeof openRpioLamp>> | undefined
  const health = await new Promise<DeviceHealth>((resolve, reject) => {
    openRpioLamp({
      config: { ...lamp, driver: 'rpio' },
      clock: systemClock,
      onHealth: resolve,
      modelFile,
    }).then((opened) => {
      driver = opened
      driver.light(true)
    }, reject)
  })
  await driver?.close()
  return health
}
const modelFile = async (model: string, use: (file: string) => Promise<void>) => {
  const directory = await mkdtemp(join(tmpdir(), 'model-'))
  try {
    await writeFile(join(directory, 'model'), `${model}\0`)
    await use(join(directory, 'model'))
  } finally {
    await rm(directory, { recursive: true })
  }
}

test('rpio on a machine that is no Raspberry Pi is down as not supported and says what to set', async () => {
  const health = await refusal('/nowhere/model')
  assert.ok(health.state === 'down' && health.reason === 'not-supported')
  assert.match(health.detail, 'set driver to onoff')
})

test('rpio on a Pi 5 is refused before rpio is loaded', () =>
  modelFile('Raspberry Pi 5 Model B Rev 1.0', async (file) => {
    const health = await refusal(file)
    assert.ok(health.state === 'down' && health.reason === 'not-supported')
    assert.match(health.detail, 'Raspberry Pi 5 Model B Rev 1.0')
    assert.match(health.detail, 'set driver to onoff')
  }))

test('rpio that warns and would play a mock is a failed start', () =>
  // Says it is a Pi 4, so rpio is loaded; what rpio itself sees is this machine.
  modelFile('Raspberry Pi 4 Model B Rev 1.4', async (file) => {
    const health = await refusal(file)
    assert.ok(health.state === 'down' && health.reason === 'not-supported')
    assert.match(health.detail, /mock mode|not installed/)
    assert.match(health.detail, 'set driver to onoff')
  }))

test.run()
