/**
 * One virtual machine that can be killed whole at any moment, and how much work it has done: on a busy computer the
 * hands of the clock say nothing of that.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Linux counts processor time in hundredths for programs, whatever its own tick is. */
const ticksPerSecond = 100

export type Machine = {
  console(): string
  /** Resolves to the exit code; null when it was killed. */
  ended: Promise<number | null>
  /** Processor time of all its processes. */
  cpuSeconds(): number
  /** Waits until `done`, or it has ended, or used so much processor time; false when it is not done. */
  until(done: () => boolean, cpuSeconds: number): Promise<boolean>
  kill(): Promise<void>
}

/** `scratch`: a directory for what it needs while it runs; it is gone when the machine is. */
export function startMachine(command: readonly string[], { scratch }: { scratch: string }): Machine {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, so that nothing of it outlives the kill.
    detached: true,
    env: { HIL_LIMIT: '3600', ...process.env, TMPDIR: scratch },
  })
  const group = child.pid ?? 0
  let console = ''
  let over = false
  child.stdout.on('data', (data) => {
    console += data
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).then((code) => {
    over = true
    running.delete(machine)
    rmSync(scratch, { recursive: true, force: true })
    return code
  })
  const machine: Machine = {
    console: () => console,
    ended,
    cpuSeconds: () => cpuSecondsOf(group),
    async until(done, cpuSeconds) {
      const from = cpuSecondsOf(group)
      while (!over && !done() && cpuSecondsOf(group) - from < cpuSeconds) await wait(50)
      return done()
    },
    async kill() {
      if (group > 0 && !over) process.kill(-group, 'SIGKILL')
      await ended
    },
  }
  running.add(machine)
  return machine
}

const running = new Set<Machine>()
/** For whoever is told to stop: no machine outlives the program. */
export const killMachines = () => Promise.all([...running].map((machine) => machine.kill()))

/** See proc(5), /proc/pid/stat: the fields after the name in parentheses, which may hold anything. */
function cpuSecondsOf(group: number): number {
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let stat: string
    try {
      stat = readFileSync(join('/proc', pid, 'stat'), 'latin1')
    } catch {
      continue
    }
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A process that was killed may stay in the list until somebody asks for its fate.
    if (Number(fields[2]) === group && fields[0] !== 'Z') ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks / ticksPerSecond
}
