import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { jointHealth } from './joint-health.ts'
import type { DeviceHealth } from './messages.ts'

const test = suite('joint health')

function rig() {
  const told: DeviceHealth[] = []
  return { joint: jointHealth((health) => told.push(health)), last: () => told.at(-1) }
}
const down: DeviceHealth = { state: 'down', reason: 'unplugged', detail: 'nothing at 0x20', retries: 2 }

test('parts that said nothing are well', () => {
  const { joint, last } = rig()
  joint.part('contact')
  joint.tell()
  assert.equal(last(), { state: 'ready' })
})

test('one part at fault is the whole at fault, named where it has a name, and well again with it', () => {
  const { joint, last } = rig()
  const contact = joint.part('contact')
  const ring = joint.part('ring', 'ring light')
  contact({ state: 'ready' })
  ring(down)
  assert.equal(last(), { ...down, detail: 'ring light: nothing at 0x20' })
  contact(down)
  ring({ state: 'ready' })
  assert.equal(last(), down)
  contact({ state: 'ready' })
  assert.equal(last(), { state: 'ready' })
})

test('of what parts of one chip count, the largest is told, and not the sum', () => {
  const { joint, last } = rig()
  joint.part('contact')({ state: 'ready', disagreements: 2 })
  joint.part('ring')({ state: 'ready', disagreements: 3 })
  joint.part('light')({ state: 'ready' })
  assert.equal(last(), { state: 'ready', disagreements: 3 })
})

test.run()
