import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fillDefaults } from '../hardware/check-shape.ts'
import { exampleSite } from '../hardware/site.test-kit.ts'
import { mergeChanges, openCatalogue, withCatalogue } from './catalogue.ts'

const test = suite('catalogue')
const file = fillDefaults(exampleSite('ward'))
const [first] = file.services
const id = first?.id ?? ''

test('a service is closed and renamed over the file, which stays as it was', () => {
  const made = withCatalogue(file, [{ id, name: 'Tên mới', closed: true }])
  assert.ok('site' in made)
  const changed = made.site.services.find((one) => one.id === id)
  assert.equal([changed?.name, changed?.closed], ['Tên mới', true])
  assert.is.not(first?.name, 'Tên mới')
})

test('what does not fit is refused like a mistake in a site file', () => {
  assert.ok('wrong' in withCatalogue(file, [{ id: 'new', name: 'Mới' }]), 'a new service without series')
  assert.ok('wrong' in withCatalogue(file, [{ id, counters: ['nowhere'] }]))
  assert.ok('wrong' in withCatalogue(file, [{ id, removed: true }]), 'its button would ask for nothing')
})

test('later changes lie over earlier ones, and a refused one changes nothing', () => {
  assert.equal(mergeChanges([{ id, closed: true }], [{ id, name: 'A' }]), [{ id, closed: true, name: 'A' }])
  assert.equal(mergeChanges([{ id, removed: true }], [{ id, name: 'A' }]), [{ id, name: 'A' }])
  const shared = structuredClone(file)
  const catalogue = openCatalogue(file, shared, [])
  assert.ok('refused' in catalogue.change([{ id, removed: true }]))
  const change = catalogue.change([{ id, closed: true }])
  assert.ok('request' in change)
  assert.is(shared.services[0]?.closed, false)
  change.apply()
  assert.is(shared.services[0]?.closed, true)
  assert.equal(catalogue.changes(), [{ id, closed: true }])
})

test.run()
