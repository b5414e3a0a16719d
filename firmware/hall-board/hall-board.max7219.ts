/**
 * A hall board of chained MAX7219 matrices. Calls stand, notices run from right to left. Nothing can be read back
 * from these chips and noise resets them, so every two seconds all is written again; a chain that is unplugged is
 * never noticed here, and shows the right thing within two seconds when it is back.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { downFrom, pauseMs } from '../last-wins.ts'
import type { DeviceHealth, HallFace, Slide } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import type { HallBoard } from './hall-board.ts'
import { dotPieces, lightPieces, setUpPieces } from './max7219.ts'
import { openReel, type Shown, type SlideKind } from './reel.ts'

/** One column to the left: 25 columns a second are read easily. */
const stepMs = 40
const turnMs = 3000
const everythingEveryMs = 2000

const stands = (slide: Slide, kind: SlideKind, columns: number) =>
  kind !== 'notice' && (slide.dots?.width ?? 0) <= columns

/** Dots of a slide by column and row; dark outside. */
function dotsOf(slide: Slide): (x: number, y: number) => boolean {
  const { width = 0, height = 0, bits = '' } = slide.dots ?? {}
  const bytes = Buffer.from(bits, 'base64')
  const stride = Math.ceil(width / 8)
  return (x, y) =>
    x >= 0 && x < width && y < height && (((bytes[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1
}

export async function openMax7219Board({
  config,
  wires,
  clock,
  onHealth,
}: {
  config: DeviceOf<'hall-board'>
  wires: Pick<Wires, 'spi'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
}): Promise<HallBoard> {
  const { columns, spi, brightness: full = 4 } = config
  const line = await wires.spi.open(spi.bus, spi.chipSelect, (spi.speedKhz ?? 1000) * 1000)
  const piecesOf = dotPieces(config)
  const reel = openReel({
    lengthMs: (slide, kind) =>
      stands(slide, kind, columns) ? turnMs : (columns + (slide.dots?.width ?? 0)) * stepMs,
  })
  let light = 100
  let lit: { slide: Slide; dots: ReturnType<typeof dotsOf> } | undefined
  let sent = ''
  let everythingAt = Number.NEGATIVE_INFINITY
  let retries = 0
  let closed = false
  let working: Promise<void> | undefined
  let dirty = false
  let cancelNext = () => {}

  function frame(shown: Shown | null): { key: string; isLit: (x: number, y: number) => boolean } {
    if (!shown) return { key: 'dark', isLit: () => false }
    const { slide, kind, sinceMs } = shown
    if (lit?.slide !== slide) lit = { slide, dots: dotsOf(slide) }
    const { dots } = lit
    const shift = stands(slide, kind, columns) ? 0 : Math.floor(sinceMs / stepMs) - columns
    return { key: `${slide.id} ${slide.dots?.bits} ${shift}`, isLit: (x, y) => dots(x + shift, y) }
  }

  async function draw() {
    const now = clock.monotonicMs()
    const { key, isLit } = frame(reel.at(now))
    const brightness = Math.min(16, Math.max(1, Math.round((full * light) / 100)))
    const wanted = `${brightness} ${key}`
    const everything = now - everythingAt >= everythingEveryMs
    if (!everything && wanted === sent) return
    sent = ''
    const dots = piecesOf(isLit)
    await line.send([...setUpPieces(config, brightness), ...dots, ...lightPieces(config)])
    sent = wanted
    everythingAt = now
  }

  /** When the next thing is due by itself. */
  function waitMs(): number {
    const now = clock.monotonicMs()
    const shown = reel.at(now)
    const untilEverything = everythingAt + everythingEveryMs - now
    if (!shown) return untilEverything
    const runs = !stands(shown.slide, shown.kind, columns)
    const step = runs ? stepMs - (shown.sinceMs % stepMs) : (reel.endsInMs(now) ?? everythingEveryMs)
    return Math.max(1, Math.min(step, untilEverything))
  }

  async function work() {
    let next: number
    try {
      do {
        dirty = false
        await draw()
      } while (dirty && !closed)
      retries = 0
      if (!closed) onHealth({ state: 'ready' })
      next = waitMs()
    } catch (error) {
      if (closed) return
      onHealth(downFrom(error, retries))
      everythingAt = Number.NEGATIVE_INFINITY
      retries++
      next = pauseMs(retries)
    }
    if (!closed) cancelNext = clock.after(next, wake)
  }
  function wake() {
    if (working || closed) return
    working = work().finally(() => {
      working = undefined
      if (!dirty || retries > 0) return
      cancelNext()
      wake()
    })
  }
  wake()

  return {
    show(face: HallFace) {
      reel.set(face, clock.monotonicMs())
      light = face.light ?? 100
      dirty = true
      // During a pause after a failure it waits: a bus that hangs must not be tried at every call.
      if (retries > 0 || working) return
      cancelNext()
      wake()
    },
    async close() {
      closed = true
      cancelNext()
      await working
      // A number that nobody stands behind any more must not stay lit.
      if (retries === 0) await line.send(piecesOf(() => false)).catch(() => undefined)
      await line.close()
    },
  }
}
