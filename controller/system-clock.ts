/**
 * Whether this machine's clock can be believed. A Pi has no battery clock: until the network has set it, times
 * are wrong, and every event says so (requirement R31).
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Clock } from '../hardware/clock.ts'
import type { ClockReading } from './journal/envelope.ts'

const askEveryMs = 60_000

export type ClockReader = { read(): ClockReading; close(): void }

export function openClockReader(clock: Clock): ClockReader {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  let synced: boolean | null = null
  let cancel = () => {}
  let closed = false

  function ask(): void {
    // systemd reads the kernel's own flag, whichever program keeps the time (timesyncd, chrony, ntpd).
    execFile(
      'timedatectl',
      ['show', '-p', 'NTPSynchronized', '--value'],
      { timeout: 5000 },
      (error, stdout) => {
        synced = error ? null : stdout.trim() === 'yes'
        if (!closed) cancel = clock.after(askEveryMs, ask)
      },
    )
  }
  ask()

  return {
    read: () => ({ synced, bootId, monotonicMs: clock.monotonicMs() }),
    close() {
      closed = true
      cancel()
    },
  }
}
