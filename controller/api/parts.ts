/** What the routes are given. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { SimulatedStation } from '../../firmware/wire/bench.ts'
import type { Clock } from '../../hardware/clock.ts'
import type { FilledSite } from '../../hardware/site-description.ts'
import type { Devices } from '../devices.ts'
import type { DiskWatch } from '../disk-watch.ts'
import type { Estimates } from '../estimates.ts'
import type { Figures } from '../figures/figures.ts'
import type { Hall, Origin } from '../hall.ts'
import type { Actor, Journal } from '../journal/envelope.ts'
import type { PhoneTokens } from '../phone-tokens.ts'
import type { Live } from './live.ts'
import type { BenchView, HallView, ManagerView, StaffView } from './views.ts'

export type Routes = FastifyInstance
export type Reply = FastifyReply

/** Who asks, until accounts exist: somebody at this machine. */
export const originOf = (actor: Actor): Origin => ({ actor, cause: `http-${randomUUID()}` })

export type ApiParts = {
  hall: Hall
  journal: Journal
  site: FilledSite
  clock: Clock
  devices: Devices
  disk: Pick<DiskWatch, 'state'>
  live: Live
  phones: PhoneTokens
  estimates: Estimates
  figures: Figures
  logo: { type: string; bytes: Uint8Array } | null
  views: { hall: () => HallView; manager: () => ManagerView; staff: () => StaffView; bench: () => BenchView }
  /** Stations with simulated wires, by id; the bench exists only when there is one. */
  benches: ReadonlyMap<string, SimulatedStation>
}
