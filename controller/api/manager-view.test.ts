/** What the manager's day counts where: by service and counter each leg once, shares with what they are of. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fillDefaults } from '../../hardware/check-shape.ts'
import { exampleSite } from '../../hardware/site.test-kit.ts'
import type { Devices } from '../devices.ts'
import { given, issueTicket, noon, openHall } from '../domain/given.test-kit.ts'
import { managerView } from './manager-view.ts'

const test = suite('the manager’s day')
const minute = 60_000
const base = fillDefaults(exampleSite('demo'))
const [service, counter] = [base.services[0], base.counters[0]]
if (!service || !counter) throw new Error('the demo has services and counters')
const site = {
  ...base,
  services: ['land', 'family', 'fees'].map((id) => ({ ...service, id })),
  counters: ['q1', 'q2', 'q3'].map((id) => ({ ...counter, id })),
}
const at = (minutes: number) => noon + minutes * minute

test('who was transferred waits in one service only, and each counter has its own part of the visit', () => {
  const state = given(
    [
      issueTicket('t1', 'land'),
      { type: 'CallNext', at: at(4), counter: 'q1' },
      { type: 'Start', at: at(5), counter: 'q1' },
      { type: 'Transfer', at: at(10), counter: 'q1', toService: 'family' },
      { ...issueTicket('t2', 'land'), at: at(11) },
      { type: 'CallNext', at: at(12), counter: 'q1' },
    ],
    openHall(),
  )
  const asked: string[] = []
  const view = managerView(
    {
      site,
      devices: { all: () => [] } as unknown as Devices,
      journal: { journalId: 'j' },
      dossier: () => null,
      failure: () => null,
      disk: () => ({ level: 'unknown', space: null, since: at(0) }),
      expected: (id) => {
        asked.push(id)
        return id === 'fees' ? null : { low: 60.4, mid: 120.6, high: 300 }
      },
    },
    state,
    9,
    at(30),
  )
  const by = Object.fromEntries(view.services.map((one) => [one.id, one]))
  assert.equal([by.land?.issued, by.land?.waiting, by.land?.wait.n], [2, 0, 1])
  assert.equal([by.family?.issued, by.family?.waiting, by.family?.longestWaitSeconds], [0, 1, 1200])
  assert.equal([by.fees?.issued, by.fees?.waiting, by.fees?.longestWaitSeconds], [0, 0, null])
  const [q1, q2] = view.counters
  assert.equal([q1?.wait.meanSeconds, q1?.service.n, q1?.now], [300, 1, 'A002'])
  assert.equal([q2?.wait.n, q2?.finished], [0, 0])
  // t1 waits for 20 minutes, t2 is called after 19, the first leg was started after 5.
  assert.equal(view.total.overLimit, { n: 2, of: 3 })
  assert.is(
    view.services.reduce((sum, one) => sum + one.waiting, 0),
    view.total.waiting,
  )
  assert.equal(asked, ['land', 'family', 'fees'])
  assert.equal(by.land?.expected, { lowSeconds: 60, midSeconds: 121, highSeconds: 300 })
  assert.is(by.fees?.expected, null)
})

test.run()
