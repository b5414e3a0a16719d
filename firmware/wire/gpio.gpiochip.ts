/**
 * GPIO lines through /dev/gpiochip*, the interface that stays when sysfs goes: the kernel says when an edge was,
 * switches pull-ups on, and lets go of a line when this program ends. Pins are BCM numbers; the chip is found by
 * its label, since its number differs by model and kernel.
 *
 * An ioctl of a memory-mapped GPIO chip takes microseconds, so it is made on the main thread.
 */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Pin } from '../../hardware/expander-pins.ts'
import { explainGpio, isPiLabel } from './gpio.onoff.ts'
import {
  edgesIn,
  emptyChipInfo,
  GET_CHIPINFO,
  GET_LINE,
  GET_VALUES,
  labelOf,
  levelIn,
  lineDescriptor,
  lineRequest,
  lineValues,
  roomForEvents,
  SET_VALUES,
} from './gpiochip-abi.ts'
import { loadPackage } from './load-package.ts'
import { codeOf, messageOf, wireError } from './wire-error.ts'
import type { GpioWire } from './wires.ts'

type Ioctl = (descriptor: number, request: number, argument: Buffer) => number

/** The path of the chip that the header's lines are on. */
export function findGpiochip(ioctl: Ioctl, folder = '/dev'): string {
  const seen: string[] = []
  let denied = ''
  const names = readdirSync(folder).filter((name) => /^gpiochip\d+$/.test(name))
  for (const name of names.sort()) {
    const path = join(folder, name)
    try {
      const descriptor = openSync(path, 'r+')
      try {
        const info = emptyChipInfo()
        ioctl(descriptor, GET_CHIPINFO, info)
        const label = labelOf(info)
        if (isPiLabel(label)) return path
        seen.push(label)
      } finally {
        closeSync(descriptor)
      }
    } catch (error) {
      if (codeOf(error) === 'EACCES') denied = path
      else seen.push(`${name}: ${messageOf(error)}`)
    }
  }
  if (denied !== '')
    throw wireError(
      'not-supported',
      `${denied} may not be opened by this user: add the user to the group gpio`,
    )
  const found = seen.length === 0 ? 'no /dev/gpiochip at all' : `only ${seen.join(', ')}`
  throw wireError(
    'not-supported',
    `no Raspberry Pi GPIO chip found (${found}); set driver to onoff, or wires to simulated to try out`,
  )
}

async function loadNative() {
  const instead = 'set driver to onoff'
  const [{ default: ioctl }, { default: epoll }] = await Promise.all([
    loadPackage('ioctl', () => import('ioctl'), instead),
    loadPackage('epoll', () => import('epoll'), instead),
  ])
  return { ioctl: ioctl as Ioctl, Epoll: epoll.Epoll }
}

export function openGpiochip(): GpioWire {
  async function line(pin: Pin, wish: Parameters<typeof lineRequest>[1]) {
    if (typeof pin !== 'number') throw wireError('not-supported', `${pin} is not a GPIO line`)
    const { ioctl, Epoll } = await loadNative()
    const chip = openSync(findGpiochip(ioctl), 'r+')
    try {
      const request = lineRequest(pin, wish)
      ioctl(chip, GET_LINE, request)
      return { ioctl, Epoll, descriptor: lineDescriptor(request) }
    } catch (error) {
      throw explainGpio(pin, error)
    } finally {
      closeSync(chip)
    }
  }

  return {
    async input(pin, onEdge, { pull } = {}) {
      const { ioctl, Epoll, descriptor } = await line(pin, { edges: true, ...(pull ? { pull } : {}) })
      const room = roomForEvents()
      const poller = new Epoll((error) => {
        if (error) return
        const length = readSync(descriptor, room)
        for (const { level, atMs } of edgesIn(room.subarray(0, length))) onEdge(level, atMs)
      })
      poller.add(descriptor, Epoll.EPOLLIN)
      return {
        async read() {
          const values = lineValues()
          ioctl(descriptor, GET_VALUES, values)
          return levelIn(values)
        },
        async close() {
          if (poller.closed) return
          poller.remove(descriptor).close()
          closeSync(descriptor)
        },
      }
    },
    async output(pin, initial) {
      const { ioctl, descriptor } = await line(pin, { output: initial })
      let open = true
      return {
        async write(level) {
          try {
            ioctl(descriptor, SET_VALUES, lineValues(level))
          } catch (error) {
            throw explainGpio(pin, error)
          }
        },
        async close() {
          if (open) closeSync(descriptor)
          open = false
        },
      }
    },
  }
}
