/**
 * Plays one schedule of faults with real parts: Mosquitto, a hall in a process of its own, the reference dossier
 * server, and a rough wire to each of the two. When everything is whole again, what the server has must equal the
 * journal. It answers what was wrong, or nothing.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { openReferenceServer, type ReferenceServer } from '../reference-server/reference-server.ts'
import { compare } from './compare.ts'
import { hurriedClock } from './hurried-clock.ts'
import { faultSite, quickPauses, times } from './place.ts'
import { openRoughWire, type RoughWire } from './rough-wire.ts'
import type { Fault, Side, Step } from './schedule.ts'
import { startHallProcess } from './start-hall-process.ts'
import { openWitness } from './witness.ts'

export type Played = { wrong: string[]; events: number; duplicates: number; ms: number }

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
/** Only to end what would never end: with everything whole, the two sides agree within seconds. */
const patienceMs = 90_000

export async function playSchedule(steps: readonly Step[]): Promise<Played> {
  const began = performance.now()
  const directory = mkdtempSync(join(tmpdir(), 'den-luot-faults-'))
  const at = (name: string) => join(directory, name)
  const broker = await mosquitto()
  await broker.start()
  const port = Number(new URL(broker.url).port)
  const wires: Record<Side, RoughWire> = {
    hall: await openRoughWire(port),
    server: await openRoughWire(port),
  }
  const witness = await openWitness(broker.url, faultSite.id)
  const clock = hurriedClock(times)
  const startServer = (): ReferenceServer =>
    openReferenceServer({
      ...{ site: faultSite.id, broker: { url: wires.server.url }, directory: at('server') },
      ...{ clock, reconnect: quickPauses },
    })
  let server = startServer()
  let hallAt = 'hall'
  let copies = 0
  const startHall = () => startHallProcess(at(hallAt), wires.hall.url)
  let hall = await startHall()

  async function suffer(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'work':
        return hall.work(fault.tickets)
      case 'cut':
        return wires[fault.side].cut()
      case 'halve':
        return wires[fault.side].halve()
      case 'half-open': {
        wires[fault.side].stall()
        await pause(20)
        wires[fault.side].leaveHalfOpen()
        return wires[fault.side].flow()
      }
      case 'stall':
        wires[fault.side].stall()
        await pause(fault.ms)
        return wires[fault.side].flow()
      case 'broker':
        await broker.stop(fault.signal)
        if (fault.signal === 'SIGKILL') witness.mayMiss()
        await pause(fault.ms)
        return broker.start()
      case 'broker-frozen':
        broker.freeze()
        await pause(fault.ms)
        return broker.thaw()
      case 'hall-killed':
      case 'hall-restored': {
        hall.work(fault.tickets)
        await pause(20)
        await hall.kill()
        const copy = `hall-${++copies}`
        cpSync(at(hallAt), at(copy), { recursive: true })
        // A copy of what it was when it was killed before, if it was.
        if (fault.kind === 'hall-restored') hallAt = `hall-${Math.max(1, copies - 1)}`
        hall = await startHall()
        return
      }
      case 'server-restarted':
        server.drop()
        server = startServer()
        return
    }
  }

  try {
    for (const { afterMs, fault } of steps) {
      await pause(afterMs)
      await suffer(fault)
    }
    const agreed = await settled()
    const { counts } = server.state()
    const missed = agreed ? [] : [`not settled after ${patienceMs / 1000} s: ${telling()}`]
    await hall.end()
    await server.close()
    const compared = await compare(at(hallAt), at('server'))
    return {
      wrong: [...missed, ...compared.wrong, ...witness.wrong()],
      events: compared.events,
      duplicates: counts.duplicates,
      ms: performance.now() - began,
    }
  } finally {
    server.drop()
    await hall.kill()
    witness.close()
    await wires.hall.close()
    await wires.server.close()
    await broker.remove()
    rmSync(directory, { recursive: true, force: true })
  }

  /** Whether both sides came to say, of themselves, that they have everything. */
  async function settled(): Promise<boolean> {
    const until = performance.now() + patienceMs
    while (performance.now() < until) {
      const { said } = hall
      const { caughtUp, acknowledged } = server.state()
      const end = said?.lastSeq
      const here = hall.idle() && said?.connected && said.pending === 0 && said.atServer === end
      if (here && caughtUp && acknowledged?.upTo === end) return true
      await pause(10)
    }
    return false
  }

  function telling(): string {
    const { hall: seen, journals, replay, acknowledged, broker: at } = server.state()
    return JSON.stringify({ hall: hall.said, server: { at, seen, journals, replay, acknowledged } })
  }
}
