/**
 * A call lamp through rpio, for a Raspberry Pi 4 or older, optional. rpio runs in a process of its own; here is
 * only its other end. A refusal is final and says what to set instead; a process that died is started again.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { pauseMs } from '../last-wins.ts'
import type { DeviceFault, DeviceHealth } from '../messages.ts'
import type { LampAnswer, LampOrder } from './call-lamp.rpio-process.ts'
import type { CallLamp } from './call-lamp.ts'

const answerLimitMs = 5000
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const processFile = fileURLToPath(new URL(`./call-lamp.rpio-process.${extension}`, import.meta.url))

export async function openRpioLamp({
  config,
  clock,
  onHealth,
  modelFile = '/proc/device-tree/model',
}: {
  config: DeviceOf<'call-lamp'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
  /** Where the board says what it is. */
  modelFile?: string
}): Promise<CallLamp> {
  let lit = false
  let retries = 0
  let closed = false
  let refused = false
  let child: ChildProcess | undefined
  let cancelLimit: (() => void) | undefined
  let cancelRetry: (() => void) | undefined

  const down = (reason: DeviceFault, detail: string) => {
    if (!closed) onHealth({ state: 'down', reason, detail, retries })
  }
  function order() {
    if (!child?.connected) return
    child.send({ light: lit } satisfies LampOrder)
    expectAnswer()
  }
  function expectAnswer() {
    cancelLimit?.()
    const asked = child
    cancelLimit = clock.after(answerLimitMs, () => {
      down('stuck', `the lamp's process did not answer within ${answerLimitMs / 1000} s`)
      asked?.kill('SIGKILL')
    })
  }

  function start() {
    // Its output is not ours to show: what matters comes as an answer.
    const started = fork(processFile, [String(config.pin), config.activeLow ? 'low' : 'high', modelFile], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child = started
    let ready = false
    expectAnswer()
    started.on('message', (answer: LampAnswer) => {
      cancelLimit?.()
      if (answer.state === 'refused') {
        refused = true
        down('not-supported', answer.detail)
      } else if (answer.state === 'failed') down('no-answer', answer.detail)
      else {
        retries = 0
        if (!closed) onHealth({ state: 'ready' })
        if (!ready) order()
        ready = true
      }
    })
    started.on('error', (error) => down('no-answer', `the lamp's process: ${error.message}`))
    started.on('exit', (code, signal) => {
      cancelLimit?.()
      if (closed || refused) return
      if (signal !== 'SIGKILL') down('no-answer', `the lamp's process ended (${signal ?? code})`)
      retries++
      cancelRetry = clock.after(pauseMs(retries), start)
    })
  }
  start()

  return {
    light(on) {
      if (on === lit) return
      lit = on
      order()
    },
    async close() {
      closed = true
      cancelLimit?.()
      cancelRetry?.()
      const last = child
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      const ended = new Promise<void>((resolve) => last.once('exit', () => resolve()))
      if (last.connected) last.disconnect()
      const stop = clock.after(1000, () => last.kill('SIGKILL'))
      await ended
      stop()
    },
  }
}
