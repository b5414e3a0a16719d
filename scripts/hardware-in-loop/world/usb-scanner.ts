/**
 * A code scanner on USB: the kernel's HID gadget with a keyboard's descriptor. The computer sees it as an input
 * device, and under the name that udev would give it on a Pi.
 */
import { spawn } from 'node:child_process'
import {
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { plugUsb } from './usb-gadget.ts'
import { pause, soon } from './wait.ts'

/** A keyboard as the HID specification has it (appendix B.1): eight bytes, modifiers, nothing, six keys. */
const keyboard = Buffer.from(
  '05010906a101050719e029e71500250175019508810295017508810395057501050819012905910295017503910395067508150025650507190029658100c0',
  'hex',
)
const name = 'Quet 2D'
export const scannerPath = '/dev/input/by-id/usb-Quet_2D-event-kbd'

/** Usage numbers of the HID tables (chapter 10), which are not those of the kernel. */
function usageOf(letter: string): { usage: number; shift: boolean } {
  if (/[a-z]/i.test(letter))
    return { usage: 4 + letter.toLowerCase().charCodeAt(0) - 97, shift: /[A-Z]/.test(letter) }
  if (/[1-9]/.test(letter)) return { usage: 30 + Number(letter) - 1, shift: false }
  const others: Record<string, [number, boolean]> = {
    '0': [39, false],
    '\n': [40, false],
    '-': [45, false],
    _: [45, true],
    ':': [51, true],
    '.': [55, false],
    '/': [56, false],
  }
  const [usage, shift] = others[letter] ?? []
  if (usage === undefined || shift === undefined) throw new Error(`this scanner cannot type ${letter}`)
  return { usage, shift }
}

export type UsbScanner = {
  /** Types the code and Enter; resolves when the computer has taken the last key. */
  type(code: string): Promise<void>
  /** Has another program type the code and Enter, whatever this one does meanwhile. */
  typeByItself(code: string): void
  plug(on: boolean): Promise<void>
}

async function plugIn(): Promise<UsbScanner> {
  const gadget = await plugUsb(
    { vendor: 0x0c2e, product: 0x0b61, manufacturer: 'Quet', name },
    'hid.scanner',
    (directory) => {
      writeFileSync(`${directory}/protocol`, '1')
      writeFileSync(`${directory}/subclass`, '1')
      writeFileSync(`${directory}/report_length`, '8')
      writeFileSync(`${directory}/report_desc`, keyboard)
    },
  )
  await soon('/dev/hidg0 is there', () => existsSync('/dev/hidg0'))
  const eventFile = () =>
    readdirSync('/sys/class/input')
      .filter((file) => /^event\d+$/.test(file))
      .find((file) => readFileSync(`/sys/class/input/${file}/device/name`, 'utf8').includes(name))
  /** What udev does on a Pi. */
  async function link() {
    const found = await soon('the scanner is an input device', () => {
      const file = eventFile()
      return file && existsSync(`/dev/input/${file}`) ? file : undefined
    })
    mkdirSync('/dev/input/by-id', { recursive: true })
    rmSync(scannerPath, { force: true })
    symlinkSync(`/dev/input/${found}`, scannerPath)
  }
  await link()
  const descriptor = openSync('/dev/hidg0', constants.O_RDWR | constants.O_NONBLOCK)

  const reportsOf = (code: string) =>
    [...`${code}\n`].flatMap((letter) => {
      const { usage, shift } = usageOf(letter)
      return [Buffer.from([shift ? 2 : 0, 0, usage, 0, 0, 0, 0, 0]), Buffer.alloc(8)]
    })
  async function report(bytes: Buffer) {
    await soon(
      'the computer takes a key',
      () => {
        try {
          return writeSync(descriptor, bytes) === bytes.length
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
          throw error
        }
      },
      { everyMs: 2 },
    )
  }
  let typing = Promise.resolve()
  async function typeNow(code: string) {
    for (const bytes of reportsOf(code)) await report(bytes)
    await pause(20)
  }

  return {
    type(code) {
      typing = typing.then(() => typeNow(code))
      return typing
    },
    typeByItself(code) {
      const file = '/tmp/typed'
      writeFileSync(file, Buffer.concat(reportsOf(code)))
      spawn('dd', [`if=${file}`, 'of=/dev/hidg0', 'bs=8'], { stdio: 'ignore' })
    },
    async plug(on) {
      gadget.plug(on)
      if (on) await link()
      else rmSync(scannerPath, { force: true })
    },
  }
}

let scanner: Promise<UsbScanner> | undefined
/** The one scanner there is, for every file that has checks with it. */
export function plugUsbScanner(): Promise<UsbScanner> {
  scanner ??= plugIn()
  return scanner
}
