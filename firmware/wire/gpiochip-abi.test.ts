import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  edgesIn,
  emptyChipInfo,
  GET_CHIPINFO,
  GET_LINE,
  GET_VALUES,
  labelOf,
  lineDescriptor,
  lineRequest,
  lineValues,
  SET_VALUES,
} from './gpiochip-abi.ts'

const test = suite('the kernel’s GPIO character device as bytes')

// What a C compiler makes of include/uapi/linux/gpio.h, 32 and 64 bit alike.
test('requests have the numbers that the kernel’s header gives', () => {
  assert.is(GET_CHIPINFO, 0x8044b401)
  assert.is(GET_LINE, 0xc250b407)
  assert.is(GET_VALUES, 0xc010b40e)
  assert.is(SET_VALUES, 0xc010b40f)
})

test('an input asks for both edges and the pull-up that is wished', () => {
  const request = lineRequest(17, { edges: true, pull: 'up' })
  assert.is(request.length, 592)
  assert.is(request.readUInt32LE(0), 17)
  assert.is(request.toString('ascii', 256, 264), 'den-luot')
  assert.is(request.readBigUInt64LE(288), 0x134n)
  assert.is(request.readUInt32LE(560), 1)
  assert.is(lineRequest(17, { edges: true, pull: 'down' }).readBigUInt64LE(288), 0x234n)
  assert.is(lineRequest(17, { edges: true }).readBigUInt64LE(288), 0x34n)
})

test('an output is driven to its level from the start', () => {
  const request = lineRequest(4, { output: 1 })
  assert.is(request.readBigUInt64LE(288), 0x8n)
  assert.is(request.readUInt32LE(296), 1)
  assert.is(request.readUInt32LE(320), 2)
  assert.is(request.readBigUInt64LE(328), 1n)
  assert.is(request.readBigUInt64LE(336), 1n)
  assert.equal([...lineValues(1)], [1, ...Array(7).fill(0), 1, ...Array(7).fill(0)])
})

test('answers are read where the kernel puts them', () => {
  const info = emptyChipInfo()
  info.write('gpiochip0', 0)
  info.write('pinctrl-bcm2711', 32)
  assert.is(labelOf(info), 'pinctrl-bcm2711')
  const request = lineRequest(4, { output: 1 })
  request.writeInt32LE(23, 588)
  assert.is(lineDescriptor(request), 23)
  const events = Buffer.alloc(96)
  events.writeBigUInt64LE(1_234_567_890n, 0)
  events.writeUInt32LE(2, 8)
  events.writeBigUInt64LE(1_240_000_000n, 48)
  events.writeUInt32LE(1, 56)
  assert.equal(edgesIn(events), [
    { level: 0, atMs: 1234 },
    { level: 1, atMs: 1240 },
  ])
})

test.run()
