/**
 * Reads what came over the bus. Anything that is not exactly a message is undefined: a station of another
 * version, or somebody's mistake, must never bring the other side down.
 */
import type { DeviceFault, StationDown, StationUp } from './messages.ts'

type Fields = Record<string, unknown>

const keys = ['next', 'recall', 'start', 'call', 'officer']
const printedOutcomes = ['printed', 'failed', 'unknown']
const spokenOutcomes = ['spoken', 'dropped', 'failed']
const signals = ['accepted', 'refused']
const faults: Record<DeviceFault, true> = {
  unplugged: true,
  'no-answer': true,
  stuck: true,
  'paper-out': true,
  'cover-open': true,
  offline: true,
  disagrees: true,
  'not-supported': true,
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 200
const isOneOf = (values: string[], value: unknown) => typeof value === 'string' && values.includes(value)
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isFault = (value: unknown) => typeof value === 'string' && Object.hasOwn(faults, value)
const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0
const optional = (value: unknown, is: (value: unknown) => boolean) => value === undefined || is(value)
const isDetail = (value: unknown) => typeof value === 'string' && value.length <= 2000

export function readUp(payload: Uint8Array): StationUp | undefined {
  const message = parse(payload)
  return message && isUp(message) ? (message as StationUp) : undefined
}

export function readDown(payload: Uint8Array): StationDown | undefined {
  const message = parse(payload)
  return message && isDown(message) ? (message as StationDown) : undefined
}

function parse(payload: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isUp(m: Fields): boolean {
  switch (m.type) {
    case 'press':
      return isText(m.id) && isText(m.device)
    case 'key':
      return (
        isText(m.id) &&
        isText(m.device) &&
        isOneOf(keys, m.key) &&
        typeof m.long === 'boolean' &&
        optional(m.digits, (digits) => typeof digits === 'string' && /^[0-9]{1,10}$/.test(digits))
      )
    case 'rate':
      return isText(m.id) && isText(m.device) && isSize(m.value)
    case 'scan':
      return isText(m.id) && isText(m.device) && isText(m.code) && m.code !== ''
    case 'printed':
      return (
        isText(m.job) &&
        isText(m.printer) &&
        isOneOf(printedOutcomes, m.outcome) &&
        optional(m.reason, isFault) &&
        optional(m.detail, isDetail) &&
        optional(m.nothingLeft, (left) => left === true) &&
        optional(m.tookMs, isSize)
      )
    case 'spoken':
      return isText(m.job) && isOneOf(spokenOutcomes, m.outcome) && optional(m.detail, isDetail)
    case 'health':
      return isText(m.device) && isFields(m.health) && isHealth(m.health)
    case 'seen':
      return each(
        m.devices,
        (one) => isFields(one) && optional(one.agoMs, isSize) && optional(one.retries, isSize),
      )
    default:
      return false
  }
}

function isHealth(health: Fields): boolean {
  if (health.state === 'starting') return true
  if (health.state === 'ready')
    return (
      optional(health.disagreements, isSize) &&
      optional(health.warning, isText) &&
      optional(health.detail, isDetail)
    )
  return (
    health.state === 'down' && isFault(health.reason) && isDetail(health.detail) && isSize(health.retries)
  )
}

function isDown(m: Fields): boolean {
  switch (m.type) {
    case 'show':
      return (
        each(m.boards, (f) => isFields(f) && isText(f.text) && typeof f.blink === 'boolean' && isLight(f)) &&
        each(m.rings, isText) &&
        each(m.lamps, (lamp) => typeof lamp === 'boolean') &&
        optional(m.halls, (halls) => each(halls, isHallFace)) &&
        optional(m.pads, (pads) => each(pads, (pad) => typeof pad === 'boolean'))
      )
    case 'print':
      return isText(m.job) && isText(m.printer) && isFields(m.raster) && isRaster(m.raster)
    case 'speak':
      return (
        isText(m.job) &&
        isText(m.speaker) &&
        isText(m.pack) &&
        Array.isArray(m.clips) &&
        m.clips.every(isText)
      )
    case 'hush':
      return isText(m.job)
    case 'signal':
      return isText(m.device) && isOneOf(signals, m.signal)
    default:
      return false
  }
}

const each = (value: unknown, is: (value: unknown) => boolean) =>
  isFields(value) && Object.values(value).every(is)

const isLight = ({ light }: Fields) => optional(light, (percent) => isSize(percent) && percent <= 100)

function isHallFace(face: unknown): boolean {
  if (!isFields(face) || !isLight(face)) return false
  const { calls, notices, rest } = face
  return areSlides(calls) && areSlides(notices) && (rest === null || isSlide(rest))
}
const areSlides = (value: unknown) => Array.isArray(value) && value.length <= 50 && value.every(isSlide)
const isSlide = (slide: unknown) =>
  isFields(slide) &&
  isText(slide.id) &&
  isDetail(slide.text) &&
  optional(slide.dots, (dots) => isFields(dots) && isRaster(dots))

function isRaster({ width, height, bits }: Fields): boolean {
  return isSize(width) && isSize(height) && typeof bits === 'string'
}
