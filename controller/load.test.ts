/** Many clients at once over HTTP: what no race may break. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Json, withHall } from './process.test-kit.ts'

const test = suite('many at once')

test('eight clients issue at once: no number is repeated and none is skipped', async () => {
  await withHall(
    () => {},
    async (hall) => {
      const services = (await hall.get('/api/hall')).body.services.map(({ id }: Json) => id)
      const numbers: string[] = []
      const client = async (which: number) => {
        for (let n = 0; n < 50; n++) {
          const { status, body } = await hall.post('/api/tickets', {
            service: services[(which + n) % services.length],
          })
          assert.is(status, 201)
          numbers.push(body.number)
        }
      }
      await Promise.all(Array.from({ length: 8 }, (_, which) => client(which)))
      assert.is(new Set(numbers).size, 400)
      const bySeries = new Map<string, number[]>()
      for (const number of numbers) {
        const [, prefix = '', digits = ''] = /^([A-Z]*)(\d+)$/.exec(number) ?? []
        bySeries.set(prefix, [...(bySeries.get(prefix) ?? []), Number(digits)])
      }
      for (const values of bySeries.values())
        assert.equal(
          values.sort((a, b) => a - b),
          Array.from({ length: values.length }, (_, index) => index + 1),
        )
      return undefined
    },
  )
})

test('fourteen clients call at seven counters over two thousand tickets: each is called once', async () => {
  await withHall(
    (site) => {
      for (const counter of site.counters) counter.services = site.services.map(({ id }: Json) => id)
    },
    async (hall) => {
      const view = (await hall.get('/api/hall')).body
      const issue = async (which: number) => {
        for (let n = 0; n < 200; n++) {
          const { status } = await hall.post('/api/tickets', {
            service: view.services[(which + n) % view.services.length].id,
          })
          assert.is(status, 201)
        }
      }
      await Promise.all(Array.from({ length: 10 }, (_, which) => issue(which)))
      const called: string[] = []
      const caller = async (counter: string) => {
        for (;;) {
          const { status, body } = await hall.post(`/api/counters/${counter}/next`)
          if (status === 409 && body.refused === 'nobody-waiting') return
          assert.is(status, 200)
          called.push(body.id)
        }
      }
      const counters = view.counters.map(({ id }: Json) => id)
      await Promise.all([...counters, ...counters].map(caller))
      assert.is(called.length, 2000)
      assert.is(new Set(called).size, 2000)
      return undefined
    },
  )
})

test.run()
