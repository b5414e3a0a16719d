/** Two printers at one station of the whole program: who prints when the first cannot, and never both. */
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openJournal } from './journal/journal.ts'
import { eventually, type Json, type Running, withHall } from './process.test-kit.ts'

const test = suite('two printers at one station')
const station = 'tram-hai'

/** A hall whose printers `mot` and `hai` stand at one station, and hands for them. */
async function withTwo(
  use: (at: ReturnType<typeof handsOf>, hall: Running, directory: string) => Promise<void>,
): Promise<void> {
  await withHall(
    (site) => {
      site.stations.push({
        id: station,
        name: 'Hai máy in',
        runs: 'controller',
        wires: 'simulated',
        devices: ['mot', 'hai'].map((id, n) => ({
          id,
          kind: 'ticket-printer',
          driver: 'escpos',
          connection: `tcp://192.0.2.${20 + n}`,
          timeoutMs: 20_000,
        })),
      })
    },
    async (hall, _args, directory) => {
      await use(handsOf(hall), hall, directory)
      return undefined
    },
  )
}

function handsOf(hall: Running) {
  const bench = async (printer: string) =>
    (await hall.get('/api/bench')).body.stations
      .find(({ id }: Json) => id === station)
      .devices.find(({ id }: Json) => id === printer)
  const fault = async (printer: string, fault: string) =>
    assert.is(
      (await hall.post(`/api/bench/${station}`, { action: 'fault', device: printer, fault })).status,
      204,
    )
  const ready = (printer: string) =>
    eventually(async () =>
      (await hall.get('/api/hall?with=devices')).body.devices.some(
        ({ station: at, device, health }: Json) =>
          at === station && device === printer && health.state === 'ready',
      ),
    )
  const slipOf = async (id: string): Promise<Json> => (await hall.get(`/api/tickets/${id}`)).body.slip
  return {
    fault,
    ready,
    slipOf,
    bytes: async (printer: string): Promise<number> => (await bench(printer)).bytes,
    /** Slips that came out whole. */
    cut: async (printer: string): Promise<number> =>
      (await bench(printer)).slips.filter(({ cut }: Json) => cut).length,
    ends: (id: string, states: string[]) =>
      eventually(async () => states.includes((await slipOf(id)).state) && slipOf(id)),
    /** A ticket for the first printer; undefined where the hall knows already that it is down. */
    async issue(): Promise<string | undefined> {
      const service = (await hall.get('/api/hall')).body.services[0].id
      const { status, body } = await hall.post('/api/tickets', { service, printer: `${station}/mot` })
      return status === 201 ? body.id : undefined
    },
  }
}

for (const fault of ['paper-out', 'unplugged'])
  test(`${fault} at the first before any byte has left: the second prints, once, and the journal says so`, async () => {
    let asked = ''
    await withTwo(async (at, hall, directory) => {
      // The hall must not know of the fault yet: tried again when it looked at the printer just then.
      asked = await eventually(async () => {
        await at.fault('mot', 'none')
        await Promise.all([at.ready('mot'), at.ready('hai')])
        await at.fault('mot', fault)
        return at.issue()
      })
      assert.equal(await at.ends(asked, ['printed', 'failed', 'unknown']), {
        state: 'printed',
        copy: 0,
        printer: `${station}/hai`,
      })
      await at.fault('mot', 'none')
      await at.ready('mot')
      assert.equal([await at.cut('mot'), await at.cut('hai')], [0, 1])
      assert.is(await hall.stop(), 0)
      const journal = await openJournal({ directory: join(directory, 'data'), siteId: 'xa-suoi-may' })
      assert.ok(!('refused' in journal))
      const slips = journal.read(0, 10_000).filter(({ type }) => type.startsWith('Slip'))
      await journal.close()
      assert.equal(
        slips.map(({ type }) => type),
        ['SlipStarted', 'SlipPrinted'],
      )
      assert.equal(
        slips.map(({ data }: Json) => [data.printer, data.printedBy]),
        [
          ['mot', undefined],
          ['mot', 'hai'],
        ],
      )
    })
  })

for (const fault of ['paper-out', 'unplugged'])
  test(`${fault} at the first in the middle of a slip: the second prints nothing, then or later`, async () => {
    await withTwo(async (at) => {
      await Promise.all([at.ready('mot'), at.ready('hai')])
      await at.fault('mot', 'slow')
      const before = await at.bytes('mot')
      const id = await at.issue()
      assert.ok(id)
      // More than the questions about its state: the slip has begun to leave.
      await eventually(async () => (await at.bytes('mot')) > before + 2000)
      await at.fault('mot', fault)
      const slip = await at.ends(id, ['printed', 'failed', 'unknown'])
      assert.not.equal(slip.state, 'printed')
      assert.is(slip.printer, `${station}/mot`)
      await at.fault('mot', 'none')
      await at.ready('mot')
      assert.equal([await at.cut('mot'), await at.cut('hai')], [0, 0])
    })
  })

test.run()
