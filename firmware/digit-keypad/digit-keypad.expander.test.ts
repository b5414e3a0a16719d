import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { pinsOfChip } from '../../hardware/expander-pins.ts'
import type { DeviceOf, ExpanderConfig } from '../../hardware/site-description.ts'
import { chip1, expanderRig } from '../expander/expander.test-kit.ts'
import { contact } from '../wire/contact.sim.ts'
import { digitEntry } from './digit-entry.ts'
import { at, digitKeypadContract, openKeypadOn } from './digit-keypad.contract.ts'

const test = suite('digit keypad')

const four = (port: string, from = 0) => [0, 1, 2, 3].map((n) => `mr-1:${port}${n + from}`)
const base = { id: 'keys', kind: 'digit-keypad', driver: 'expander', counter: 'c' } as const
const onMcp: DeviceOf<'digit-keypad'> = { ...base, rows: four('A'), columns: four('B'), ledPin: 'mr-1:B7' }
const pcf: ExpanderConfig = { ...chip1, chip: 'pcf8574' }
const onPcf: DeviceOf<'digit-keypad'> = { ...base, rows: four('P'), columns: four('P', 4) }
/** A second chip carries the light: the matrix takes all eight pins. */
const lightChip: ExpanderConfig = { ...chip1, id: 'mr-2', address: '0x21' }

function keypadRig(config: DeviceOf<'digit-keypad'> = onMcp, chips: ExpanderConfig[] = [chip1]) {
  const rig = expanderRig(chips)
  const [chip] = chips
  const bit = (pin: string) => pinsOfChip[chip?.chip ?? 'mcp23017'].indexOf(pin.split(':')[1] ?? '')
  return {
    ...rig,
    config,
    pass: rig.clock.advance,
    key(place: number, down: boolean) {
      const column = bit(config.columns[place % config.columns.length] ?? '')
      const row = config.rows[Math.floor(place / config.columns.length)]
      if (row === undefined) rig.model().drive(column, down ? 0 : undefined)
      else rig.model().join(column, bit(row), down)
    },
    isLit: () => rig.level(String(config.ledPin)) === 1,
    close: () => rig.wires.closeExpanders(),
  }
}

for (const [name, make] of [
  ['an MCP23017', () => keypadRig()],
  ['a PCF8574', () => keypadRig({ ...onPcf, ledPin: 'mr-2:A0' }, [pcf, lightChip])],
] as const) {
  const contract = suite(`digit keypad on ${name}`)
  digitKeypadContract(contract, async () => make())
  contract.run()
}

test('single keys need no rows', async () => {
  const rig = keypadRig({ ...base, rows: [], columns: four('A'), keys: ['next', 'recall', 'start', 'clear'] })
  const { keypad, seen, press } = await openKeypadOn(rig)
  await press(1)
  await press(0)
  assert.equal(seen, ['recall', 'next'])
  await keypad.close()
  await rig.close()
})

test('a key that bounces is one press', async () => {
  const rig = keypadRig()
  const { keypad, seen } = await openKeypadOn(rig)
  contact({ clock: rig.clock, put: (on) => rig.key(at.next, on) }).press(100)
  await rig.pass(500)
  assert.equal(seen, ['next'])
  await keypad.close()
  await rig.close()
})

test('three keys at the corners of a rectangle report no fourth one that nobody pressed', async () => {
  const rig = keypadRig()
  const { keypad, seen, press } = await openKeypadOn(rig)
  // Row one with columns two and four, row two with column four: that closes row two with column two, which is 5.
  for (const place of [at.next, at.recall, at.two]) rig.key(place, true)
  await rig.pass(300)
  for (const place of [at.next, at.recall, at.two]) rig.key(place, false)
  await rig.pass(300)
  await press(at.call)
  assert.not.ok(
    seen.some((one) => one.includes('5')),
    seen.join(),
  )
  await rig.pass(11_000)
  await press(at.one)
  await press(at.call)
  assert.is(seen.at(-1), 'call 1')
  await keypad.close()
  await rig.close()
})

test('a jammed key leaves the bus alone, and the other keys and its own release are told as quickly as ever', async () => {
  const rig = keypadRig()
  const { keypad, seen, press } = await openKeypadOn(rig)
  rig.key(at.start, true)
  await rig.pass(2000)
  const before = rig.writes()
  await rig.pass(10_000)
  assert.ok(rig.writes() - before < 1200, `${rig.writes() - before} writes in 10 s`)
  await press(at.two, 80)
  await press(at.call, 80)
  assert.equal(seen, ['start long', 'call 2'])
  await rig.pass(2000)
  // In the column of the jammed key nothing tells of another one: it waits for the next look.
  await press(at.recall, 150)
  assert.is(seen.at(-1), 'recall')
  await rig.pass(2000)
  rig.key(at.start, false)
  await rig.pass(300)
  const atRest = rig.writes()
  await rig.pass(10_000)
  assert.ok(rig.writes() - atRest < 30, `${rig.writes() - atRest} writes in 10 s`)
  await press(at.start, 80)
  assert.equal(seen, ['start long', 'call 2', 'recall', 'start'])
  await keypad.close()
  await rig.close()
})

test('a jammed key is told by its name until it is let go', async () => {
  const rig = keypadRig()
  const { keypad, health } = await openKeypadOn(rig)
  rig.key(at.next, true)
  await rig.pass(9000)
  assert.is(health()?.state, 'ready')
  await rig.pass(1500)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'stuck')
  assert.match(down.detail, /^key "next" reads pressed for more than 10 s/)
  rig.key(at.next, false)
  await rig.pass(300)
  assert.is(health()?.state, 'ready')
  await keypad.close()
  await rig.close()
})

test('two keys of one column short nothing: only one row is driven at a time', async () => {
  const rig = keypadRig()
  const { keypad, seen } = await openKeypadOn(rig)
  rig.key(at.next, true)
  await rig.pass(60)
  rig.key(at.recall, true)
  await rig.pass(60)
  assert.equal(seen, ['next', 'recall'])
  await keypad.close()
  await rig.close()
})

test('a keypad whose chip is away is down, forgets what was typed, and works again with the chip', async () => {
  const rig = keypadRig()
  const { keypad, seen, press, health } = await openKeypadOn(rig)
  await press(at.one)
  rig.fault('unplugged')
  await rig.pass(600)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'unplugged')
  rig.fault('none')
  await rig.pass(6000)
  assert.is(health()?.state, 'ready')
  await press(at.two)
  await press(at.call)
  assert.equal(seen, ['call 2'])
  await keypad.close()
  await rig.close()
})

test('a chip that is not there is told to whoever opens the keypad', async () => {
  const rig = keypadRig()
  rig.fault('unplugged')
  await openKeypadOn(rig).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'nothing answers at 0x20'),
  )
  await rig.close()
})

function entry() {
  const clock = manualClock()
  const said: string[] = []
  const keys = digitEntry({
    clock,
    longPressMs: 1200,
    onKey: ({ key, digits = '' }) => said.push(`${key} ${digits}`.trim()),
    onDigit: () => said.push('.'),
    onWrong: () => said.push('no'),
  })
  return {
    clock,
    said,
    type(...all: string[]) {
      for (const one of all) keys.down(one)
    },
  }
}

test('"call" without a number is told at the keypad, and so is the eleventh digit', () => {
  const { said, type } = entry()
  type('call')
  type(...'12345678901')
  type('call')
  assert.equal(said, ['no', ...Array(10).fill('.'), 'no', 'no'])
})

test('digits are forgotten after ten seconds, and by any other key', async () => {
  const { said, type, clock } = entry()
  type('1')
  await clock.advance(10_001)
  type('2', 'call')
  type('3', 'next', 'call')
  assert.equal(said, ['.', '.', 'call 2', '.', 'next', 'no'])
})

test.run()
