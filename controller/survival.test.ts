/** The program killed at random moments, and devices that are stuck: what must hold all the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { verifyChain } from './journal/verify-chain.ts'
import { networkPrinter } from './network-printer.test-kit.ts'
import { boardText, eventually, type Json, segments, startHall, withHall } from './process.test-kit.ts'

const test = suite('whatever happens')

test('killed again and again under load: no answered or printed ticket is missing, no number is given twice', async () => {
  const printer = await networkPrinter()
  await withHall(
    (site) => {
      site.stations.push({
        id: 'tram-mang',
        name: 'Máy in mạng',
        runs: 'controller',
        wires: 'real',
        devices: [
          { id: 'may-in-mang', kind: 'ticket-printer', driver: 'escpos', connection: printer.connection },
        ],
      })
    },
    async (first, args, directory) => {
      let hall = first
      const answered = new Map<string, string>()
      const called = new Set<string>()
      let lastCalls: Json[] = []
      const site = (await hall.get('/api/hall')).body
      for (let round = 0; round < 12; round++) {
        let alive = true
        const now = hall
        const service = site.services[0].id
        // Load begins when the printer has said that it is ready.
        const first = await eventually(async () => {
          const { status, body } = await now.post('/api/tickets', {
            service,
            printer: 'tram-mang/may-in-mang',
          })
          return status === 201 && body
        })
        answered.set(first.id, first.number)
        const load = async (which: number) => {
          while (alive) {
            try {
              const printing = which === 0 ? { printer: 'tram-mang/may-in-mang' } : {}
              const issued = await now.post('/api/tickets', {
                service: site.services[which % site.services.length].id,
                ...printing,
              })
              if (issued.status === 201) answered.set(issued.body.id, issued.body.number)
              const counter = site.counters[which % site.counters.length].id
              const next = await now.post(`/api/counters/${counter}/next`)
              if (next.status === 200) {
                assert.not.ok(called.has(next.body.id), 'called twice')
                called.add(next.body.id)
              }
            } catch (error) {
              if (alive && (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
              return
            }
          }
        }
        const clients = Promise.all([0, 1, 2, 3].map(load))
        await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 500))
        alive = false
        await hall.kill()
        await clients
        hall = await startHall(args)
        const numbers = new Set<string>()
        for (const [id, number] of answered) {
          const { status, body } = await hall.get(`/api/tickets/${id}`)
          assert.equal([status, body.number], [200, number])
          numbers.add(number)
        }
        assert.is(numbers.size, answered.size, 'no number twice')
        lastCalls = (await hall.get('/api/hall')).body.counters
      }
      for (const counter of lastCalls) {
        if (!counter.lastNumber || counter.lastNumber.length > 4) continue
        const wanted = String(segments(counter.lastNumber))
        await eventually(
          async () =>
            String(boardText((await hall.get('/api/bench')).body, `tram-quay-${counter.spoken}`)) === wanted,
        )
      }
      // Every slip is of another ticket: two equal pictures would be one number on two papers.
      const pictures = printer.jobs.map((job) => job.toString('base64'))
      assert.ok(pictures.length > 5, `${pictures.length} slips were printed`)
      assert.is(new Set(pictures).size, pictures.length, 'no slip came out twice')
      assert.is(await hall.stop(), 0)
      const chain = await verifyChain(join(directory, 'data'))
      assert.is(chain.broken, null)
      return undefined
    },
  )
  printer.close()
})

test('four stuck printers hold up no page, no file, no other printer', async () => {
  const stuck = await Promise.all([1, 2, 3, 4].map(() => networkPrinter({ stuck: true })))
  const good = await networkPrinter()
  await withHall(
    (site) => {
      site.stations.push({
        id: 'tram-mang',
        name: 'Máy in mạng',
        runs: 'controller',
        wires: 'real',
        devices: [...stuck, good].map(({ connection }, index) => ({
          id: `may-in-mang-${index + 1}`,
          kind: 'ticket-printer',
          driver: 'escpos',
          connection,
          timeoutMs: 8000,
        })),
      })
    },
    async (hall, _args, directory) => {
      const service = (await hall.get('/api/hall')).body.services[0].id
      const issueAt = (n: number) =>
        eventually(async () => {
          const { status, body } = await hall.post('/api/tickets', {
            service,
            printer: `tram-mang/may-in-mang-${n}`,
          })
          return status === 201 && body.id
        })
      const slipOf = async (id: string) => (await hall.get(`/api/tickets/${id}`)).body.slip.state
      const waiting: string[] = await Promise.all([1, 2, 3, 4].map(issueAt))
      for (const id of waiting) await eventually(async () => (await slipOf(id)) === 'started')
      for (const page of ['/wall', '/manager', '/bench']) assert.is((await hall.get(page)).status, 200)
      const printed = await issueAt(5)
      await eventually(async () => (await slipOf(printed)) === 'printed')
      for (const id of waiting) assert.is(await slipOf(id), 'started', 'the four are still stuck')
      assert.is(good.jobs.length, 1)
      for (const id of waiting) await eventually(async () => (await slipOf(id)) === 'unknown')
      assert.ok(readFileSync(join(directory, 'data', 'site.json'), 'utf8').length > 100)
      return undefined
    },
  )
  for (const printer of [...stuck, good]) printer.close()
})

test.run()
