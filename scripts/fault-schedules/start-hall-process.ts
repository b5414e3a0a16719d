/** The hall's process from outside: what it last said of itself, and its end, orderly or not. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FromHall, ToHall } from './hall-process.ts'

export type HallProcess = {
  readonly said: FromHall | null
  /** Whether it has answered everything it was asked. */
  idle(): boolean
  work(tickets: number): void
  end(): Promise<void>
  kill(): Promise<void>
}

const script = fileURLToPath(new URL('./hall-process.js', import.meta.url))

/** Resolves when it has its journal open; rejects when it ended before. */
export function startHallProcess(directory: string, url: string): Promise<HallProcess> {
  const child = fork(script, [directory, url], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let said: FromHall | null = null
  let asked = 0
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const tell = (message: ToHall) => {
    if (child.connected) child.send(message)
  }
  const hall: HallProcess = {
    get said() {
      return said
    },
    idle: () => said !== null && said.asked === asked && said.busy === 0,
    work(tickets) {
      asked += tickets
      tell({ work: tickets })
    },
    end() {
      tell({ end: true })
      return gone
    },
    kill() {
      child.kill('SIGKILL')
      return gone
    },
  }
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromHall) => {
      said = message
      resolve(hall)
    })
    child.once('exit', (code) => reject(new Error(`the hall ended with ${code}`)))
  })
}
