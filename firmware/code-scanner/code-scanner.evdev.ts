/**
 * A code scanner that types like a keyboard. A code that is held before it and read again and again is one scan;
 * a scanner that is pulled out is looked for until it is back. A code that was lost is told until one is read whole.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { downFrom, pauseMs } from '../last-wins.ts'
import type { DeviceHealth } from '../messages.ts'
import type { KeyLine, Wires } from '../wire/wires.ts'
import type { CodeScanner } from './code-scanner.ts'
import { openTypedCode } from './typed-code.ts'

/** The same code again so soon after it was last seen is the same paper, still there. */
export const sameCodeMs = 3000

export async function openEvdevScanner({
  config,
  wires,
  clock,
  onCode,
  onHealth,
}: {
  config: Pick<DeviceOf<'code-scanner'>, 'device'>
  wires: Pick<Wires, 'keys'>
  clock: Clock
  onCode: (code: string) => void
  onHealth: (health: DeviceHealth) => void
}): Promise<CodeScanner> {
  let line: KeyLine | undefined
  let last: { code: string; seenAt: number } | undefined
  let endsCodes = true
  let lostCode = false
  let retries = 0
  let closed = false
  let cancelRetry = () => {}
  let opening: Promise<void> = Promise.resolve()

  function tellReady() {
    if (lostCode)
      return onHealth({
        state: 'ready',
        warning: 'code-lost',
        detail: `a code that the scanner at ${config.device} read was lost: hold it there again`,
      })
    if (!endsCodes) return onHealth({ state: 'ready', warning: 'no-enter' })
    onHealth(line?.alone === false ? { state: 'ready', warning: 'not-alone' } : { state: 'ready' })
  }
  const typed = openTypedCode({
    clock,
    onCode(code) {
      const now = clock.monotonicMs()
      const again = last?.code === code && now - last.seenAt < sameCodeMs
      last = { code, seenAt: now }
      endsCodes = true
      lostCode = false
      tellReady()
      if (!again) onCode(code)
    },
    onUnfinished() {
      endsCodes = false
      tellReady()
    },
    onLost() {
      lostCode = true
      tellReady()
    },
  })

  async function open() {
    const opened = await wires.keys.open(config.device, { event: typed.take, lost })
    if (closed) return opened.close()
    line = opened
    retries = 0
    tellReady()
  }
  function lost(error: unknown) {
    const gone = line
    line = undefined
    typed.reset()
    void gone?.close().catch(() => undefined)
    if (closed) return
    onHealth(downFrom(error, retries))
    retries++
    cancelRetry = clock.after(pauseMs(retries), () => {
      opening = open().catch(lost)
    })
  }
  await open()

  return {
    async close() {
      closed = true
      cancelRetry()
      typed.close()
      await opening
      await line?.close()
    },
  }
}
