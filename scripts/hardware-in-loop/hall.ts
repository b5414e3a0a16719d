/**
 * The shipped controller in a process of its own, as a check sees it: over HTTP, by its log, and by a signal. It is
 * started by the first check that needs it and serves all that follow.
 */
import { join } from 'node:path'
import { type Json, type Reply, type Running, startHall } from '../../controller/process.test-kit.ts'
import type { DeviceHealth } from '../../firmware/messages.ts'
import { directory, siteFile } from './site.ts'
import { soon } from './world/wait.ts'

export type HallUnderCheck = {
  start(): Promise<void>
  /** As a power supply that fails, for this process alone. */
  kill(): Promise<void>
  get(path: string): Promise<Reply>
  post(path: string, body?: unknown): Promise<Reply>
  view(): Promise<Json>
  health(device: string): Promise<DeviceHealth>
  /** Waits until the device is in this state, or out of order for this reason. */
  healthIs(device: string, wanted: string, withinMs?: number): Promise<DeviceHealth>
  /** The newest ticket that waits for a service. */
  newest(service: string): Promise<{ id: string; number: string } | undefined>
  /** How many tickets there were: each service of the ward counts from 1 for itself. */
  issued(): Promise<number>
}

/** An answer costs more than the second it is waited for. */
export const lookEveryMs = 1000

export function hallUnderCheck(): HallUnderCheck {
  let running: Running | undefined
  const hall = () => {
    if (!running) throw new Error('the hall does not run')
    return running
  }
  const get = async (path: string) => hall().get(path)
  const view = async () => (await get('/api/hall')).body

  async function health(device: string): Promise<DeviceHealth> {
    const entry = (await get('/api/hall?with=devices')).body.devices.find(
      (one: Json) => one.device === device,
    )
    if (!entry) throw new Error(`the hall knows no device "${device}"`)
    return entry.health
  }

  return {
    async start() {
      running = await startHall(
        ['--site', siteFile, '--data', join(directory, 'data')],
        // As this program is run, for the same reasons.
        process.execArgv,
      )
    },
    async kill() {
      await running?.kill()
      running = undefined
    },
    get,
    post: (path, body) => hall().post(path, body),
    view,
    health,
    healthIs(device, wanted, withinMs = 40_000) {
      let last: DeviceHealth | undefined
      return soon(
        `${device} is ${wanted}`,
        async () => {
          last = await health(device)
          return last.state === wanted || (last.state === 'down' && last.reason === wanted) ? last : undefined
        },
        { withinMs, everyMs: lookEveryMs },
      ).catch((error) => {
        throw new Error(`${error.message}; it is ${JSON.stringify(last)}`)
      })
    },
    async newest(service) {
      const { waiting } = (await get('/api/staff')).body
      return waiting.filter((ticket: Json) => ticket.service === service).at(-1)
    },
    // The manager's page tells it too, but works out expected waits for it.
    issued: async () =>
      (await view()).services.reduce(
        (sum: number, { lastNumber }: Json) => sum + Number(lastNumber?.replace(/^\D+/, '') ?? 0),
        0,
      ),
  }
}
