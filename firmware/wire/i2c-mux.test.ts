import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { muxReach } from './i2c-mux.ts'
import { type Tca9548a, tca9548a } from './tca9548a.sim.ts'
import { messageOf, wireError } from './wire-error.ts'

const test = suite('channels of an I2C multiplexer')

function rig() {
  const clock = manualClock()
  const chips = new Map<number, Tca9548a>([0x74, 0x75].map((address) => [address, tca9548a()]))
  const gone = new Set<number>()
  const written: string[] = []
  const channels = muxReach({
    clock,
    async write(address, bytes) {
      if (gone.has(address)) throw wireError('unplugged', `nothing answers at ${address}`)
      written.push(`${address.toString(16)}=${bytes[0]}`)
      chips.get(address)?.write(bytes)
    },
  })
  for (const address of ['0x74', '0x75']) channels.know({ address, channel: 0 })
  const open = () =>
    [...chips].flatMap(([address, chip]) =>
      Array.from({ length: 8 }, (_, channel) => channel)
        .filter((channel) => chip.isOpen(channel))
        .map((channel) => `${address.toString(16)}.${channel}`),
    )
  const go = <T>(mux: string, channel: number, work: () => Promise<T>) =>
    channels.reach({ address: mux, channel }, work)
  const opened = (mux: string, channel: number) => go(mux, channel, async () => open())
  return { clock, chips, gone, written, channels, open, go, opened }
}

test('a channel is written once while the same one is wanted, and again after a second', async () => {
  const { opened, written, clock } = rig()
  assert.equal(await opened('0x74', 3), ['74.3'])
  await opened('0x74', 3)
  assert.equal(written, ['75=0', '74=8'])
  await clock.advance(1001)
  await opened('0x74', 3)
  assert.equal(written, ['75=0', '74=8', '75=0', '74=8'])
})

test('a chip of the trunk needs no channel', async () => {
  const { channels, written } = rig()
  assert.is(await channels.reach(undefined, async () => 7), 7)
  assert.equal(written, [])
})

test('whatever order channels are asked for in, exactly the wanted one is open', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.constantFrom('0x74', '0x75'), fc.nat({ max: 7 }), fc.constantFrom('', 'lost', 'noise')),
      ),
      async (steps) => {
        const { go, chips, clock } = rig()
        for (const [mux, channel, mishap] of steps) {
          for (const chip of mishap === '' ? [] : chips.values()) {
            if (mishap === 'noise') chip.write(Uint8Array.of(0xff))
            else chip.reset()
          }
          // Noise goes unseen until the choice is old; a loss of power shows as a chip that does not answer.
          if (mishap === 'noise') await clock.advance(1001)
          const seen = await go(mux, channel, async () => {
            if (!chips.get(Number(mux))?.isOpen(channel)) throw wireError('unplugged', 'shut')
            return [...chips.values()].flatMap((chip) => [...chip.read(1)]).filter((bits) => bits !== 0)
          })
          assert.equal(seen, [1 << channel])
        }
      },
    ),
    { numRuns: 200, seed: 1125 },
  ))

test('a multiplexer that lost power is set again within the same transfer', async () => {
  const { go, opened, chips, written } = rig()
  await opened('0x74', 3)
  chips.get(0x74)?.reset()
  const work = async () => {
    if (!chips.get(0x74)?.isOpen(3)) throw wireError('unplugged', 'nothing answers')
    return 'there'
  }
  assert.is(await go('0x74', 3, work), 'there')
  assert.equal(written, ['75=0', '74=8', '75=0', '74=8'])
})

test('a chip that is truly gone is asked at most twice, and the next one finds its own channel', async () => {
  const { go, opened, open } = rig()
  let asked = 0
  const gone = async (): Promise<string> => {
    asked++
    throw wireError('unplugged', 'gone')
  }
  await opened('0x74', 3)
  assert.is(await go('0x74', 3, gone).catch(messageOf), 'gone')
  assert.is(asked, 2)
  assert.equal(await opened('0x74', 4), ['74.4'])
  assert.equal(open(), ['74.4'])
})

test('a multiplexer that is gone fails its own chips and no others', async () => {
  const { opened, gone, chips } = rig()
  await opened('0x75', 1)
  gone.add(0x75)
  chips.get(0x75)?.reset()
  assert.match(await opened('0x75', 2).then(String, messageOf), 'nothing answers at 117')
  assert.equal(await opened('0x74', 0), ['74.0'])
})

test.run()
