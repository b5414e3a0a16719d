/**
 * The process that holds rpio, and the only file that knows it: it maps the chip's registers into memory, so a
 * fault there must not take the hall along. Started by `call-lamp.rpio.ts` with the pin, the level that lights
 * the lamp, and where the board's model is written.
 *
 * rpio knows no Pi 5, and on hardware that it does not know it warns and plays a mock: both are a failed start.
 * It can't be tried on a kernel's simulated lines; only its refusals are tested.
 */
import { readFileSync } from 'node:fs'

export type LampOrder = { light: boolean }
export type LampAnswer =
  | { state: 'ready' }
  | { state: 'refused'; detail: string }
  | { state: 'failed'; detail: string }

const [pinText, lightsAt, modelFile = '/proc/device-tree/model'] = process.argv.slice(2)
const pin = Number(pinText)
const supported =
  /^Raspberry Pi (?:[1-4]S?\b|400\b|Zero\b|Model [AB]\b|Compute Module(?: [1-4]S?\b| Rev\b|$))/

function answer(message: LampAnswer, then: () => void = () => {}) {
  if (process.send) process.send(message, undefined, undefined, then)
  else then()
}
function refuse(why: string) {
  answer({ state: 'refused', detail: `${why}: set driver to onoff` }, () => process.exit(1))
}
function modelOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\0+$/, '').trim()
  } catch {
    return undefined
  }
}

async function start() {
  const model = modelOf(modelFile)
  if (model === undefined) return refuse('rpio needs a Raspberry Pi, and this machine is none')
  if (!supported.test(model)) return refuse(`rpio does not know this board (${model})`)

  const rpio = await import('rpio').then(
    (module) => module.default,
    () => undefined,
  )
  if (!rpio) return refuse('rpio is not installed')

  const warnings: string[] = []
  rpio.on('warn', (message) => warnings.push(message))
  const lit = lightsAt === 'high' ? rpio.HIGH : rpio.LOW
  const dark = lightsAt === 'high' ? rpio.LOW : rpio.HIGH
  try {
    rpio.init({ gpiomem: true, mapping: 'gpio', close_on_exit: false })
    if (warnings.length > 0) return refuse(`rpio says: ${warnings.join('; ')}`)
    rpio.open(pin, rpio.OUTPUT, dark)
  } catch (error) {
    return refuse(`rpio can't open GPIO ${pin} (${error instanceof Error ? error.message : String(error)})`)
  }
  process.on('message', (order: LampOrder) => {
    try {
      rpio.write(pin, order.light ? lit : dark)
      answer({ state: 'ready' })
    } catch (error) {
      answer({ state: 'failed', detail: error instanceof Error ? error.message : String(error) })
    }
  })
  // The hall is gone: nobody is called any more.
  process.on('disconnect', () => {
    rpio.write(pin, dark)
    process.exit(0)
  })
  answer({ state: 'ready' })
}

// A Ctrl-C reaches the whole process group; the lamp goes out when its parent lets go of it.
process.on('SIGINT', () => {})
await start()
