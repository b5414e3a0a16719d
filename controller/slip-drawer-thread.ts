/**
 * The controller's side of the thread that draws slips: one request, one answer. A thread that ends fails the
 * slips it was drawing, and the next slip starts another.
 */
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PaperMm, SlipData } from '../displays/slip/slip.ts'
import type { Raster } from '../firmware/messages.ts'
import type { DrawerAnswer, DrawerRequest, DrawerSetup } from './slip-drawer.ts'

export type SlipDrawerThread = {
  draw(slip: SlipData, paper: PaperMm): Promise<Raster>
  /** Resolves when the first slip on this paper will be as quick as the rest. */
  warmUp(paper: PaperMm): Promise<void>
  close(): Promise<void>
}

type Waiting = { resolve: (answer: DrawerAnswer) => void; reject: (error: Error) => void }

// Pictures live outside of the heap and go when it is cleared: a small one is cleared soon.
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 48 }

export function openSlipDrawerThread(setup: DrawerSetup): SlipDrawerThread {
  const script = new URL(`./slip-drawer${extname(import.meta.url)}`, import.meta.url)
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0

  function started(): Worker {
    if (worker) return worker
    const fresh = new Worker(script, { workerData: setup, name: 'slip-drawer', resourceLimits })
    const end = (error: Error) => {
      if (worker === fresh) worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    fresh.on('message', (answer: DrawerAnswer) => {
      waiting.get(answer.id)?.resolve(answer)
      waiting.delete(answer.id)
    })
    fresh.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
    fresh.on('exit', () => end(new Error('the thread that draws slips has ended')))
    worker = fresh
    return fresh
  }

  async function ask(request: Omit<DrawerRequest, 'id'>): Promise<DrawerAnswer> {
    const to = started()
    const id = ++lastId
    const answer = await new Promise<DrawerAnswer>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      to.postMessage({ id, ...request } satisfies DrawerRequest)
    })
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer
  }

  return {
    async draw(slip, paper) {
      const { raster } = await ask({ slip, paper })
      if (!raster) throw new Error('the slip was not drawn')
      return raster
    },
    async warmUp(paper) {
      await ask({ paper })
    },
    async close() {
      await worker?.terminate()
    },
  }
}
