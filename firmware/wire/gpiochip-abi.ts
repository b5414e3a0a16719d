/**
 * The kernel's GPIO character device as bytes: version 2 of its interface, in every kernel from 5.10 on
 * (include/uapi/linux/gpio.h). Only layouts and numbers; nothing is opened here.
 */
import type { Level } from './wires.ts'

const direction = { read: 2, readWrite: 3 }
const ioc = (way: number, number: number, size: number) =>
  ((way << 30) | (size << 16) | (0xb4 << 8) | number) >>> 0

const chipInfoBytes = 68
const requestBytes = 592
const valuesBytes = 16
const eventBytes = 48

export const GET_CHIPINFO = ioc(direction.read, 0x01, chipInfoBytes)
export const GET_LINE = ioc(direction.readWrite, 0x07, requestBytes)
export const GET_VALUES = ioc(direction.readWrite, 0x0e, valuesBytes)
export const SET_VALUES = ioc(direction.readWrite, 0x0f, valuesBytes)

const flags = {
  input: 1 << 2,
  output: 1 << 3,
  rising: 1 << 4,
  falling: 1 << 5,
  pullUp: 1 << 8,
  pullDown: 1 << 9,
}
const place = { consumer: 256, flags: 288, attributes: 296, firstAttribute: 320, lines: 560, fd: 588 }
const outputValues = 2
const consumer = 'den-luot'

export const emptyChipInfo = () => Buffer.alloc(chipInfoBytes)
export function labelOf(chipInfo: Buffer): string {
  const label = chipInfo.subarray(32, 64)
  const end = label.indexOf(0)
  return label.toString('utf8', 0, end < 0 ? label.length : end)
}

/** A request for one line: for both edges, or driven from the start to a level. */
export function lineRequest(
  offset: number,
  wish: { edges: true; pull?: 'up' | 'down' } | { output: Level },
): Buffer {
  const request = Buffer.alloc(requestBytes)
  request.writeUInt32LE(offset, 0)
  request.write(consumer, place.consumer, 'ascii')
  request.writeUInt32LE(1, place.lines)
  if ('output' in wish) {
    request.writeUInt32LE(flags.output, place.flags)
    request.writeUInt32LE(1, place.attributes)
    request.writeUInt32LE(outputValues, place.firstAttribute)
    request.writeUInt32LE(wish.output, place.firstAttribute + 8)
    request.writeUInt32LE(1, place.firstAttribute + 16)
  } else {
    const pull = wish.pull === 'up' ? flags.pullUp : wish.pull === 'down' ? flags.pullDown : 0
    request.writeUInt32LE(flags.input | flags.rising | flags.falling | pull, place.flags)
  }
  return request
}
/** The descriptor of the line, which the kernel puts into the request. */
export const lineDescriptor = (request: Buffer): number => request.readInt32LE(place.fd)

export function lineValues(level: Level = 0): Buffer {
  const values = Buffer.alloc(valuesBytes)
  values.writeUInt32LE(level, 0)
  values.writeUInt32LE(1, 8)
  return values
}
export const levelIn = (values: Buffer): Level => ((values[0] ?? 0) & 1 ? 1 : 0)

export const roomForEvents = () => Buffer.alloc(16 * eventBytes)
/** The edges in what was read from a line, with their times by the monotonic clock. */
export function edgesIn(bytes: Buffer): { level: Level; atMs: number }[] {
  return Array.from({ length: Math.floor(bytes.length / eventBytes) }, (_, n) => ({
    level: bytes.readUInt32LE(n * eventBytes + 8) === 1 ? 1 : 0,
    atMs: Number(bytes.readBigUInt64LE(n * eventBytes) / 1_000_000n),
  }))
}
