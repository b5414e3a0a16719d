/**
 * Finds a USB printer by what does not change at a restart: its serial number, or the socket it is plugged into.
 * Which number the kernel gave its device file is read from sysfs; nothing is opened here.
 */
import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { wireError } from './wire-error.ts'

type Found = { path: string; socket: string; serial: string; name: string }

const textOf = (path: string) =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )

async function pluggedIn(root: string): Promise<Found[]> {
  const names = (await readdir(root).catch((): string[] => [])).filter((name) => /^lp\d+$/.test(name)).sort()
  const all = await Promise.all(
    names.map(async (name): Promise<Found | undefined> => {
      // The link leads to the printer's interface; the device it is of stands around that.
      const device = await realpath(join(root, name, 'device')).then(dirname, () => undefined)
      if (device === undefined) return undefined
      const [serial, maker, product] = await Promise.all(
        ['serial', 'manufacturer', 'product'].map((file) => textOf(join(device, file))),
      )
      return {
        path: `/dev/usb/${name}`,
        socket: basename(device),
        serial: serial ?? '',
        name: [maker, product].filter(Boolean).join(' '),
      }
    }),
  )
  return all.filter((one) => one !== undefined)
}

const inWords = ({ path, socket, serial, name }: Found) =>
  `${name || 'a printer'} (${serial === '' ? 'no serial number' : `serial=${serial}`}, socket=${socket}) at ${path}`

/** Of these connections (`usb:…`), those that lead to one printer that is plugged in here now. */
export async function usbPrintersNamedTwice(
  connections: readonly string[],
  root = '/sys/class/usbmisc',
): Promise<{ path: string; connections: string[] }[]> {
  const ways = new Map<string, string[]>()
  for (const connection of connections) {
    const name = connection.replace(/^usb:/, '')
    const path = name.startsWith('/') ? name : await findUsbPrinter(name, root).catch(() => undefined)
    if (path !== undefined) ways.set(path, [...(ways.get(path) ?? []), connection])
  }
  return [...ways].flatMap(([path, connections]) => (connections.length > 1 ? [{ path, connections }] : []))
}

/** `wanted`: "serial=J5XG1234" or "socket=1-1.2". Answers a path such as /dev/usb/lp1. */
export async function findUsbPrinter(wanted: string, root = '/sys/class/usbmisc'): Promise<string> {
  const [key, value] = [wanted.slice(0, wanted.indexOf('=')), wanted.slice(wanted.indexOf('=') + 1)]
  const all = await pluggedIn(root)
  const fitting = all.filter((one) => (key === 'serial' ? one.serial : one.socket) === value)
  const [one, another] = fitting
  if (one && another)
    throw wireError(
      'disagrees',
      `${fitting.length} USB printers have the serial number ${value}: name the socket of each instead: ${fitting.map(inWords).join('; ')}`,
    )
  if (one) return one.path
  throw wireError(
    'unplugged',
    `no USB printer with ${wanted}: is it plugged in and switched on? Plugged in: ${all.map(inWords).join('; ') || 'none'}`,
  )
}
