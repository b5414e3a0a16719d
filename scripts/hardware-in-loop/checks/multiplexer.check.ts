/**
 * Second boards of two counters behind two channels of one TCA9548A, both with one address, on the bus of the ward's
 * own boards: each shows its own counter's number, whatever becomes of the multiplexer.
 */
import * as assert from 'uvu/assert'
import type { Json } from '../../../controller/process.test-kit.ts'
import { ht16k33 } from '../../../firmware/wire/ht16k33.sim.ts'
import type { CheckFile } from '../check.ts'
import { type I2cMultiplexer, plugMultiplexer } from '../world/i2c-multiplexer.ts'
import { soon } from '../world/wait.ts'
import { callNewcomer, litOf, ramOf } from './counter-board.check.ts'

const muxAddress = 0x77
const muxRow = 'mux-1-0x77'
const address = 0x73
const behind = {
  'quay-1': { id: 'bang-sau-quay-1', channel: 2, chip: ht16k33() },
  'quay-2': { id: 'bang-sau-quay-2', channel: 5, chip: ht16k33() },
}
type Counter = keyof typeof behind
const all = Object.values(behind)
let mux: I2cMultiplexer

export const checks: CheckFile = {
  // Beside the checks of the whole, so that the hall at work has no more on its bus than the ward has.
  order: 90,
  station: {
    devices: (Object.keys(behind) as Counter[]).map((counter) => ({
      id: behind[counter].id,
      kind: 'counter-board',
      driver: 'ht16k33',
      counter,
      bus: 1,
      address: '0x73',
      mux: { address: '0x77', channel: behind[counter].channel },
    })),
  },
  plug({ i2c }) {
    mux = plugMultiplexer(i2c(1), muxAddress)
    for (const { channel, chip } of all) mux.plug(channel, address, chip)
  },
  add(check, { boards }, hall) {
    const shows = (counter: Counter, text: string) =>
      soon(
        `the second board of ${counter} shows "${text}"`,
        () => behind[counter].chip.on() && String(litOf(behind[counter].chip)) === String(ramOf(text)),
        { withinMs: 60_000 },
      )
    /** The rows of the multiplexer and of the boards behind it and beside it, once all are as wanted. */
    async function rows(wanted: Record<string, string>): Promise<Json[]> {
      let last: Json[] = []
      await soon(
        `device health says ${JSON.stringify(wanted)}`,
        async () => {
          last = (await hall.get('/api/hall?with=devices')).body.devices
          return Object.entries(wanted).every(([id, state]) => {
            const health = last.find(({ device }) => device === id)?.health
            return health?.state === state || health?.reason === state
          })
        },
        { withinMs: 40_000, everyMs: 1000 },
      )
      return last
    }
    const shown: Partial<Record<Counter, string>> = {}
    const call = async (counter: Counter) => {
      shown[counter] = await callNewcomer(hall, counter)
      return shown[counter]
    }

    check('two boards of one address behind a multiplexer show each its own counter', async () => {
      const first = await call('quay-1')
      const second = await call('quay-2')
      await shows('quay-1', first)
      await shows('quay-2', second)
      assert.not.equal(litOf(behind['quay-1'].chip), litOf(behind['quay-2'].chip))
    })

    check(
      'a multiplexer that is pulled out is reported, and with it what hangs on it, and nothing else',
      async () => {
        mux.connect(false)
        const devices = await rows({
          [muxRow]: 'unplugged',
          'bang-sau-quay-1': 'down',
          'bang-sau-quay-2': 'down',
          'bang-quay-1': 'ready',
          'bang-quay-2': 'ready',
        })
        const row = (id: string) => devices.find(({ device }) => device === id)
        assert.match(row(muxRow).health.detail, /0x77/)
        assert.is(row(muxRow).place, 'TCA9548A · I2C 1 · 0x77')
        for (const { id, channel } of all)
          assert.equal([row(id).on, row(id).place], [[muxRow], `I2C 1 · 0x77/${channel} · 0x73`])
      },
    )

    check(
      'boards beside it show what is called meanwhile; those behind it do so when it is back',
      async () => {
        const number = await call('quay-1')
        await soon(
          'the first board shows it',
          () => String(litOf(boards['quay-1'])) === String(ramOf(number)),
          { withinMs: 20_000 },
        )
        // Their power comes by the same plug.
        for (const { chip } of all) chip.reset()
        mux.connect(true)
        await shows('quay-1', number)
        await shows('quay-2', shown['quay-2'] ?? '')
        await rows({ [muxRow]: 'ready', 'bang-sau-quay-1': 'ready', 'bang-sau-quay-2': 'ready' })
      },
    )

    check('a multiplexer that loses its power for a moment mixes no boards up', async () => {
      mux.losePower()
      const number = await call('quay-2')
      await shows('quay-2', number)
      await shows('quay-1', shown['quay-1'] ?? '')
    })
  },
}
