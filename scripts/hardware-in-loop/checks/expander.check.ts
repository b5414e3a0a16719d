/** Buttons on an MCP23017 whose interrupt output is a line of the header. */
import * as assert from 'uvu/assert'
import { mcp23017Model } from '../../../firmware/wire/mcp23017.sim.ts'
import type { CheckFile } from '../check.ts'
import { lookEveryMs } from '../hall.ts'
import { pause, soon } from '../world/wait.ts'

const address = 0x20
const interruptPin = 4
/** Bits of its pins A0 and B0. */
const contact = 0
const ringBit = 8
const guardMs = 1600

const chip = mcp23017Model({ changed: () => follow() })
let follow: () => void = () => {}
/** The chip's interrupt wire is cut; something else pulls at the line. */
let cut = false
let hold: (level: 0 | 1) => void = () => {}

export const checks: CheckFile = {
  order: 25,
  station: {
    expanders: [{ id: 'mr-1', chip: 'mcp23017', bus: 1, address: '0x20', interruptPin }],
    devices: [
      {
        id: 'nut-mo-rong',
        kind: 'service-button',
        driver: 'expander',
        service: 'dat-dai',
        pin: 'mr-1:A0',
        ringPin: 'mr-1:B0',
      },
    ],
  },
  plug({ i2c, openDrain }) {
    i2c(1).plug(address, chip)
    const pull = openDrain(interruptPin)
    follow = () => pull(cut ? 1 : chip.interrupt())
    follow()
    hold = openDrain(interruptPin)
  },
  add(check, { i2c }, hall) {
    async function press(): Promise<number> {
      const before = await hall.issued()
      chip.drive(contact, 0)
      await pause(250)
      chip.drive(contact, undefined)
      await pause(guardMs)
      return (await hall.issued()) - before
    }

    check('a button on an expander is found ready, its ring is lit by the chip', async () => {
      await hall.healthIs('nut-mo-rong', 'ready')
      await soon('the chip drives the ring high', () => ((chip.levels() & chip.outputs()) >> ringBit) & 1)
    })

    check('a press on an expander comes by its interrupt line and gives one ticket', async () => {
      assert.is(await press(), 1)
      assert.is(chip.interrupt(), 1, 'the interrupt was answered')
    })

    check('an expander that is unplugged is reported, and gives tickets again when it is back', async () => {
      i2c(1).unplug(address)
      await hall.healthIs('nut-mo-rong', 'unplugged')
      const chipHealth = await hall.healthIs('mr-1', 'unplugged')
      assert.match(chipHealth.state === 'down' ? chipHealth.detail : '', /0x20 on I2C bus 1/)
      chip.reset()
      i2c(1).plug(address, chip)
      await hall.healthIs('nut-mo-rong', 'ready', 60_000)
      assert.is(await press(), 1)
      await hall.healthIs('mr-1', 'ready')
    })

    const warns = (wanted: RegExp) =>
      soon(
        `the expander warns ${wanted}`,
        async () => {
          const health = await hall.health('mr-1')
          return health.state === 'ready' && wanted.test(health.detail ?? '')
        },
        { withinMs: 20_000, everyMs: lookEveryMs },
      )
    const isWell = () =>
      soon(
        'the expander warns no more',
        async () => {
          const health = await hall.health('mr-1')
          return health.state === 'ready' && health.warning === undefined
        },
        { withinMs: 20_000, everyMs: lookEveryMs },
      )

    check(
      'a cut interrupt wire is reported after some presses, and every press gives its ticket',
      async () => {
        cut = true
        // One that begins and ends between two looks is one change that was not called.
        for (let n = 0; n < 3; n++) assert.is(await press(), 1)
        await warns(/does not call/)
        cut = false
        assert.is(await press(), 1)
        await isWell()
      },
    )

    check('an interrupt line that is held low is reported, and every press gives its ticket', async () => {
      hold(0)
      await warns(/stays low/)
      assert.is(await press(), 1)
      hold(1)
      await isWell()
      assert.is(await press(), 1)
    })
  },
}
