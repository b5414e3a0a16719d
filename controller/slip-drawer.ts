/**
 * The thread that draws slips. The controller's own thread is not held up by pictures, and resvg, which keeps
 * memory for every thread that it ever ran on, runs on this one only. It draws what it is given, in order.
 */
import { parentPort, workerData } from 'node:worker_threads'
import {
  type Logo,
  openSlipRenderer,
  type PaperMm,
  type SlipData,
  type SlipSite,
} from '../displays/slip/slip.ts'
import type { Raster } from '../firmware/messages.ts'

export type DrawerSetup = { site: SlipSite; logo: Logo | null }
/** Without a slip it only warms up. */
export type DrawerRequest = { id: number; slip?: SlipData; paper: PaperMm }
export type DrawerAnswer = { id: number; raster?: Raster; error?: string }

const port = parentPort
if (!port) throw new Error('slip-drawer.ts runs as a worker thread')
const renderer = openSlipRenderer(workerData as DrawerSetup)

async function answer({ id, slip, paper }: DrawerRequest): Promise<DrawerAnswer> {
  try {
    if (!slip) {
      await renderer.warmUp(paper)
      return { id }
    }
    const { width, height, bits } = await renderer.render(slip, paper)
    return { id, raster: { width, height, bits } }
  } catch (error) {
    return { id, error: String(error) }
  }
}

port.on('message', async (request: DrawerRequest) => port.postMessage(await answer(request)))
