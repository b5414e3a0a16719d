/** Expanders on /dev/i2c-1, their interrupt on a line of the header through /dev/gpiochip: contracts and faults. */
import * as assert from 'uvu/assert'
import { callLampContract } from '../../../firmware/call-lamp/call-lamp.contract.ts'
import { digitKeypadContract } from '../../../firmware/digit-keypad/digit-keypad.contract.ts'
import { type StationWires, withExpanders } from '../../../firmware/expander/expanders.ts'
import { ratingPadContract } from '../../../firmware/rating-pad/rating-pad.contract.ts'
import { serviceButtonContract } from '../../../firmware/service-button/service-button.contract.ts'
import { mcp23017Model } from '../../../firmware/wire/mcp23017.sim.ts'
import { pcf8574Model } from '../../../firmware/wire/pcf8574.sim.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { ExpanderConfig } from '../../../hardware/site-description.ts'
import type { Check, CheckFile } from '../check.ts'
import { pause } from '../world/wait.ts'

/** Lines that the ward leaves free. */
const interruptPin = 16
const at = { mcp: 0x24, pcf: 0x25 }
const bus = { bus: 1, interruptPin, interruptDriver: 'gpiochip' } as const
const expanders: ExpanderConfig[] = [
  { id: 'mr-1', chip: 'mcp23017', address: '0x24', ...bus },
  { id: 'mr-2', chip: 'pcf8574', address: '0x25', ...bus },
]
const four = (chip: string, port: string, from = 0) => [0, 1, 2, 3].map((n) => `${chip}:${port}${n + from}`)

export const checks: CheckFile = {
  order: -9,
  add(register, world) {
    const { header } = world
    let opened: StationWires | undefined
    // A check that fails must not keep the chips and their line from those after it.
    const check: Check = (name, run, more) =>
      register(name, () => run().finally(() => opened?.closeExpanders()), more)
    const changed = () => header.drive(interruptPin, mcp.interrupt() === 0 || pcf.interrupt() === 0 ? 0 : 1)
    const mcp = mcp23017Model({ changed: () => changed() })
    const pcf = pcf8574Model({ changed: () => changed() })
    const real = openRealWires()
    const open = () => {
      world.i2c(1).plug(at.mcp, mcp)
      world.i2c(1).plug(at.pcf, pcf)
      changed()
      opened = withExpanders({ wires: real, expanders, clock: systemClock })
      return opened
    }

    for (const [chip, model, bits] of [
      ['mr-1', mcp, { pin: 'A0', button: 0, ringPin: 'B0', ring: 8 }],
      ['mr-2', pcf, { pin: 'P0', button: 0, ringPin: 'P4', ring: 4 }],
    ] as const) {
      const named = (name: string, run: () => Promise<void>) =>
        check(`${chip === 'mr-1' ? 'MCP23017' : 'PCF8574'}: ${name}`, run)
      const ringLevel = () => ((model.levels() >> bits.ring) & 1 ? 1 : 0)
      serviceButtonContract(named, async () => {
        model.drive(bits.button, undefined)
        const wires = open()
        return {
          wires,
          clock: systemClock,
          pass: pause,
          drive: (_, level) => model.drive(bits.button, level === 0 ? 0 : undefined),
          level: ringLevel,
          config: { driver: 'expander', pin: `${chip}:${bits.pin}`, ringPin: `${chip}:${bits.ringPin}` },
          close: wires.closeExpanders,
        }
      })
      callLampContract(named, async () => ({
        wires: open(),
        clock: systemClock,
        pass: pause,
        level: ringLevel,
        config: { driver: 'expander', pin: `${chip}:${bits.ringPin}` },
      }))
    }

    ratingPadContract(
      (name, run) => check(`rating pad, MCP23017: ${name}`, run),
      async () => {
        const wires = open()
        return {
          wires,
          clock: systemClock,
          pass: pause,
          config: {
            driver: 'expander',
            buttons: four('mr-1', 'A')
              .concat('mr-1:A4')
              .map((pin) => ({ pin, lightPin: pin.replace(':A', ':B') })),
          },
          contact: (place, closed) => mcp.drive(place, closed ? 0 : undefined),
          lights: () => [0, 1, 2, 3, 4].map((place) => (mcp.levels() >> (8 + place)) & 1).join(''),
          close: wires.closeExpanders,
        }
      },
    )

    digitKeypadContract(
      (name, run) => check(`key matrix: ${name}`, run),
      async () => {
        const wires = open()
        return {
          config: {
            id: 'keys',
            kind: 'digit-keypad',
            driver: 'expander',
            counter: 'quay-1',
            rows: four('mr-1', 'A'),
            columns: four('mr-1', 'B'),
            ledPin: 'mr-1:B7',
          },
          wires,
          clock: systemClock,
          pass: pause,
          key: (place, down) => mcp.join(8 + (place % 4), Math.floor(place / 4), down),
          isLit: () => ((mcp.levels() >> 15) & 1) === 1,
          close: wires.closeExpanders,
        }
      },
    )

    check(
      'a chip that lost power is set up again, and one that was unplugged is told and comes back',
      async () => {
        const wires = open()
        const told: string[] = []
        const levels: number[] = []
        const line = await wires.gpio.input('mr-1:A1', (level) => levels.push(level), {
          pull: 'up',
          onHealth: (health) => told.push(health.state === 'down' ? health.reason : health.state),
        })
        const light = await wires.gpio.output('mr-1:B1', 1)
        await line.read()
        await light.write(1)
        const lit = () => ((mcp.levels() >> 9) & 1) === 1
        assert.ok(lit())
        mcp.reset()
        assert.not.ok(lit())
        await pause(900)
        assert.ok(lit())
        world.i2c(1).unplug(at.mcp)
        await pause(1500)
        assert.is(told.at(-1), 'unplugged')
        mcp.reset()
        world.i2c(1).plug(at.mcp, mcp)
        await pause(6000)
        assert.is(told.at(-1), 'ready')
        assert.ok(lit())
        assert.equal(levels, [])
        mcp.drive(1, 0)
        await pause(100)
        mcp.drive(1, undefined)
        await pause(100)
        assert.equal(levels, [0, 1])
        await light.close()
        await line.close()
        await wires.closeExpanders()
      },
    )
  },
}
