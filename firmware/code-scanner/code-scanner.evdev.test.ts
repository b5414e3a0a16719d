import { execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { EV_KEY, EV_SYN, eventBytes, SYN_DROPPED } from '../wire/input-event.ts'
import { openEvdevKeys } from '../wire/keys.evdev.ts'
import { simulatedKeys } from '../wire/keys.sim.ts'
import { keyCodes, strokeOf } from '../wire/us-keys.ts'
import { codeOf, wireError } from '../wire/wire-error.ts'
import type { InputEvent, KeyWire } from '../wire/wires.ts'
import { codeScannerContract, openScannerOn, type ScannerRig } from './code-scanner.contract.ts'
import { sameCodeMs } from './code-scanner.evdev.ts'
import { longestCode, unfinishedMs } from './typed-code.ts'

const device = '/dev/input/by-id/usb-Quet-event-kbd'

function simulatedRig(): ScannerRig & { clock: ReturnType<typeof manualClock> } {
  const clock = manualClock()
  const keys = simulatedKeys({
    scanners: [{ id: 'q', kind: 'code-scanner', driver: 'evdev', device }],
    clock,
  })
  const act = (wrong: string | null) => assert.is(wrong, null)
  return {
    device,
    wires: { keys: keys.wire },
    clock,
    async until(is) {
      for (let n = 0; n < 100 && !is(); n++) await clock.advance(100)
      assert.ok(is())
    },
    type: (code) => act(keys.act({ action: 'scan', device: 'q', code })),
    unplug: () => act(keys.act({ action: 'fault', device: 'q', fault: 'unplugged' })),
    plugIn: () => act(keys.act({ action: 'fault', device: 'q', fault: 'none' })),
    close: async () => {},
  }
}
const test = suite('code scanner on simulated keys')
codeScannerContract(test, async () => simulatedRig())

/** Keys that a test presses itself. */
function byHand({ alone = true }: { alone?: boolean } = {}) {
  const clock = manualClock()
  let on: Parameters<KeyWire['open']>[1] | undefined
  let closed = 0
  const keys: KeyWire = {
    async open(_, listener) {
      on = listener
      return { alone, close: async () => void closed++ }
    },
  }
  const key = (code: number, value: number) => on?.event({ type: EV_KEY, code, value })
  const tap = (code: number) => {
    key(code, 1)
    key(code, 0)
  }
  function type(text: string) {
    for (const letter of text) {
      const stroke = strokeOf(letter)
      if (!stroke) throw new Error(`not on the layout: ${letter}`)
      if (stroke.shift) key(42, 1)
      tap(stroke.code)
      if (stroke.shift) key(42, 0)
    }
  }
  const enter = () => tap(keyCodes.enter)
  return {
    device,
    wires: { keys },
    clock,
    key,
    tap,
    type,
    enter,
    drop: () => on?.event({ type: EV_SYN, code: SYN_DROPPED, value: 0 }),
    lose: () => on?.lost(wireError('unplugged', 'gone')),
    closed: () => closed,
  }
}

test('the same paper before the scanner is one scan, however long it stays', async () => {
  const rig = byHand()
  const { scanner, codes } = await openScannerOn(rig)
  for (let n = 0; n < 5; n++) {
    rig.type('HEN-1')
    rig.enter()
    await rig.clock.advance(sameCodeMs - 500)
  }
  assert.equal(codes, ['HEN-1'])
  rig.type('HEN-2')
  rig.enter()
  await rig.clock.advance(sameCodeMs)
  rig.type('HEN-2')
  rig.enter()
  assert.equal(codes, ['HEN-1', 'HEN-2', 'HEN-2'])
  await scanner.close()
  assert.is(rig.closed(), 1)
})

test('a code that is not ended is dropped, and the installer is told which setting is missing', async () => {
  const rig = byHand()
  const { scanner, codes, health } = await openScannerOn(rig)
  rig.type('HEN-1')
  await rig.clock.advance(unfinishedMs)
  assert.equal(health(), { state: 'ready', warning: 'no-enter' })
  rig.type('HEN-2')
  rig.enter()
  assert.equal(codes, ['HEN-2'])
  assert.equal(health(), { state: 'ready' })
  await scanner.close()
})

test('a code longer than any of ours is cut and marked, so that it is nobody’s', async () => {
  const rig = byHand()
  const { scanner, codes } = await openScannerOn(rig)
  rig.type('a'.repeat(longestCode))
  rig.enter()
  rig.type('b'.repeat(5000))
  rig.enter()
  assert.equal(codes, ['a'.repeat(longestCode), `${'b'.repeat(longestCode - 1)}…`])
  await scanner.close()
})

test('keys that repeat themselves, commands and keys without a letter make no other code', async () => {
  const rig = byHand()
  const { scanner, codes } = await openScannerOn(rig)
  rig.key(30, 1)
  for (let n = 0; n < 4; n++) rig.key(30, 2)
  rig.key(30, 0)
  rig.key(56, 1)
  rig.tap(79)
  rig.key(56, 0)
  rig.tap(59)
  rig.type('b')
  rig.tap(keyCodes.blockEnter)
  rig.enter()
  assert.equal(codes, ['a\ufffd\ufffdb'])
  await scanner.close()
})

test('a code of which the kernel lost keys is nobody’s and is told; the next whole one is read and clears it', async () => {
  const lost = {
    state: 'ready',
    warning: 'code-lost',
    detail: `a code that the scanner at ${device} read was lost: hold it there again`,
  }
  for (const [before, after, ended] of [
    ['HEN', '9', true],
    ['', '9', true],
    ['HEN', '', true],
    ['HEN-1', '', false],
    ['', '', false],
  ] as const) {
    const rig = byHand()
    const { scanner, codes, health } = await openScannerOn(rig)
    rig.type(before)
    rig.drop()
    assert.equal(health(), lost)
    rig.type(after)
    if (ended) rig.enter()
    else await rig.clock.advance(unfinishedMs)
    assert.equal([codes, health()], [[], lost], `${before} … ${after}`)
    rig.type('HEN-2')
    rig.enter()
    assert.equal(codes, ['HEN-2'])
    assert.equal(health(), { state: 'ready' })
    await scanner.close()
  }
})

test('half a code before it was pulled out is not the beginning of the next', async () => {
  const rig = byHand()
  const { scanner, codes } = await openScannerOn(rig)
  rig.key(42, 1)
  rig.tap(35)
  rig.lose()
  await rig.clock.advance(1000)
  rig.type('hen-2')
  rig.enter()
  assert.equal(codes, ['hen-2'])
  await scanner.close()
})

test('one that could not be taken works, and says that the console hears it too', async () => {
  const rig = byHand({ alone: false })
  const { scanner, codes, health } = await openScannerOn(rig)
  assert.equal(health(), { state: 'ready', warning: 'not-alone' })
  rig.type('HEN-1')
  rig.enter()
  assert.equal(codes, ['HEN-1'])
  assert.equal(health(), { state: 'ready', warning: 'not-alone' })
  await scanner.close()
})

test('one that is closed while it is away is not looked for any more', async () => {
  const rig = byHand()
  const { scanner, health } = await openScannerOn(rig)
  rig.lose()
  await scanner.close()
  await rig.clock.advance(60_000)
  assert.is(health()?.state, 'down')
})

test('whatever is typed, no code is empty or too long, and nothing is thrown', async () => {
  const event = fc.record({
    type: fc.constantFrom(EV_KEY, EV_KEY, EV_KEY, EV_SYN, 4),
    code: fc.oneof(fc.constantFrom(28, 42, 3), fc.integer({ min: 0, max: 0xffff })),
    value: fc.constantFrom(0, 1, 1, 2, -5),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 600 }), async (events: InputEvent[]) => {
      const clock = manualClock()
      let hear: (event: InputEvent) => void = () => {}
      const keys: KeyWire = {
        async open(_, { event }) {
          hear = event
          return { alone: true, close: async () => {} }
        },
      }
      const { scanner, codes } = await openScannerOn({ device, wires: { keys }, clock })
      for (const one of events) hear(one)
      assert.ok(codes.every((code) => code.length > 0 && code.length <= longestCode))
      await scanner.close()
    }),
    { numRuns: 100 },
  )
})

test.run()

/** A pipe in the place of the device file: the same bytes, but nothing to take for ourselves. */
async function pipeRig(): Promise<ScannerRig & { drop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'den-luot-keys-'))
  const path = join(folder, 'usb-Quet-event-kbd')
  let descriptor = -1
  const plugIn = () => {
    if (!existsSync(path)) execFileSync('mkfifo', [path])
    // For reading too: a pipe that nobody reads yet can't be opened for writing alone.
    descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  }
  const unplug = () => {
    rmSync(path)
    closeSync(descriptor)
    descriptor = -1
  }
  function event(code: number, value: number, type = EV_KEY): Buffer {
    const bytes = Buffer.alloc(2 * eventBytes())
    const at = eventBytes() - 8
    bytes.writeUInt16LE(type, at)
    bytes.writeUInt16LE(code, at + 2)
    bytes.writeInt32LE(value, at + 4)
    return bytes
  }
  /** Waits on the spot, as long as the pipe is full. */
  function write(bytes: Buffer) {
    for (let tries = 0; tries < 500; tries++)
      try {
        return writeSync(descriptor, bytes)
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
      }
    throw new Error('nobody reads the pipe')
  }
  plugIn()
  return {
    device: path,
    wires: { keys: openEvdevKeys() },
    clock: systemClock,
    async until(is) {
      while (!is()) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    type(code) {
      for (const letter of code) {
        const stroke = strokeOf(letter)
        if (!stroke) throw new Error(`not on the layout: ${letter}`)
        const tap = [event(stroke.code, 1), event(stroke.code, 0)]
        write(Buffer.concat(stroke.shift ? [event(54, 1), ...tap, event(54, 0)] : tap))
      }
      write(Buffer.concat([event(keyCodes.enter, 1), event(keyCodes.enter, 0)]))
    },
    drop: () => void write(event(SYN_DROPPED, 0, EV_SYN)),
    unplug,
    plugIn,
    async close() {
      if (descriptor >= 0) unplug()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
const pipe = suite('code scanner read as the kernel writes it')
codeScannerContract(pipe, pipeRig)

pipe('what cannot be taken says so, and is read all the same', async () => {
  const rig = await pipeRig()
  const { scanner, health } = await openScannerOn(rig)
  assert.equal(health(), { state: 'ready', warning: 'not-alone' })
  await scanner.close()
  await rig.close()
})

pipe('codes are read while the program is busy, more of them than the pipe itself can hold', async () => {
  const rig = await pipeRig()
  const { scanner, codes } = await openScannerOn(rig)
  const typed = Array.from({ length: 6 }, (_, n) => `${n}`.repeat(150))
  for (const code of typed) rig.type(code)
  await rig.until(() => codes.length === typed.length)
  assert.equal(codes, typed)
  await scanner.close()
  await rig.close()
})

pipe('the kernel’s word that it dropped keys is told, and what is left of the code is none', async () => {
  const rig = await pipeRig()
  const { scanner, codes, health } = await openScannerOn(rig)
  rig.type('HEN-1')
  rig.drop()
  rig.type('EN-2')
  const warning = () => {
    const state = health()
    return state?.state === 'ready' ? state.warning : undefined
  }
  await rig.until(() => warning() === 'code-lost')
  rig.type('HEN-3')
  await rig.until(() => codes.length === 2)
  assert.equal([codes, warning()], [['HEN-1', 'HEN-3'], 'not-alone'])
  await scanner.close()
  await rig.close()
})

pipe('a program that is killed leaves the device free', async () => {
  const rig = await pipeRig()
  const wire = new URL(`../wire/keys.evdev.${import.meta.url.slice(-2)}`, import.meta.url).href
  const opens = `const { openEvdevKeys } = await import(${JSON.stringify(wire)})
await openEvdevKeys().open(${JSON.stringify(rig.device)}, { event() {}, lost() {} })
console.log('opened')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', opens], {
    stdio: ['ignore', 'pipe', 2],
  })
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  const readers = () =>
    readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .filter((pid) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/0`) === rig.device
        } catch {
          return false
        }
      })
  await rig.until(() => readers().length > 0)
  child.kill('SIGKILL')
  await rig.until(() => readers().length === 0)
  await rig.close()
})

pipe('a device that is not there is told by its path, and where to look', async () => {
  const said = await openEvdevKeys()
    .open('/dev/input/by-id/none', { event: () => {}, lost: () => {} })
    .then(
      () => 'opened',
      (error: Error) => error.message,
    )
  assert.match(said, 'no scanner at /dev/input/by-id/none: is it plugged in? "ls /dev/input/by-id" shows')
})

pipe.run()
