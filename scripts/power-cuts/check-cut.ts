/**
 * Looks at a disk as the hall would after the power is back: the file system mends itself, the journal opens,
 * the day goes on. Answers what is wrong, in a sentence; null when nothing is.
 *
 * Needs e2fsck and debugfs (Debian: e2fsprogs). No disk is mounted.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Hall, openHall } from '../../controller/hall.ts'
import type { Journal } from '../../controller/journal/envelope.ts'
import { openJournal } from '../../controller/journal/journal.ts'
import { journalFile } from '../../controller/journal/schema.ts'
import { verifyChain } from '../../controller/journal/verify-chain.ts'
import type { Clock } from '../../hardware/clock.ts'
import type { Disk } from './disk.ts'
import { type Said, saidIn } from './said.ts'

/** The journal lies in this folder of the disk. */
export const folderOnDisk = 'data'
/** A tool that hangs on a broken disk is a fault, and must not hold up the rest. */
const checkAtMostMs = 120_000

export type CutDay = {
  /** An empty directory of its own. */
  directory: string
  siteId: string
  timeZone: string
  /** The day's clock, after the power is back. */
  clock: Clock
  /** Told when the file system's own journal was not enough, and the whole had to be checked. */
  onMended?: () => void
  /** The service of which one more ticket is asked for after the power is back. */
  service: string
}

/** What the day's journal holds after the power is back, for whoever looks at the disk. */
export type Survivor = { hall: Hall; journal: Journal }

/**
 * Opens the day on a copy of the disk, lets `look` say what is wrong with it, asks for one more ticket, and checks
 * the chain. `said`: whether anything had been said to the world, so that a missing journal is a loss.
 */
export async function afterTheCut(
  disk: Disk,
  day: CutDay,
  said: boolean,
  look: (survivor: Survivor) => Promise<string | null> | string | null,
): Promise<string | null> {
  const { directory } = day
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const image = join(directory, 'disk.img')
  disk.save(image)
  const broken = mend(image, day.onMended ?? (() => {}))
  if (broken !== null) return broken
  execFileSync('debugfs', ['-R', `rdump ${folderOnDisk} ${directory}`, image], {
    stdio: 'pipe',
    timeout: checkAtMostMs,
  })
  const data = join(directory, folderOnDisk)
  if (!existsSync(join(data, journalFile)))
    return said ? 'the journal is gone, though something had been said' : null

  const journal = await openJournal({ directory: data, siteId: day.siteId })
  if ('refused' in journal) return `the journal does not open: ${journal.message}`
  const hall = openHall({
    journal,
    clock: day.clock,
    readClock: () => ({ synced: null, bootId: 'after the cut', monotonicMs: 0 }),
    timeZone: day.timeZone,
  })
  try {
    const wrong = (await look({ hall, journal })) ?? (await doubled(hall, journal, day.service))
    if (wrong !== null) return wrong
  } finally {
    await hall.close()
    await journal.close()
  }
  const chain = await verifyChain(data)
  return chain.broken ? `the chain is broken at event ${chain.broken.seq}: ${chain.broken.what}` : null
}

/** What is wrong with a disk, given the marks in the log of its writes. */
export function whatIsWrong(disk: Disk, marks: readonly string[], day: CutDay): Promise<string | null> {
  const said = saidIn(marks)
  return afterTheCut(disk, day, said.length > 0, ({ hall }) => lostOf(hall, said))
}

/**
 * What a computer with fsck.repair=yes does at its next start: the file system's own journal is played, and where
 * that is not enough the whole is checked and mended.
 */
function mend(image: string, onWhole: () => void): string | null {
  const { status, stdout, stderr, error } = spawnSync('e2fsck', ['-y', image], {
    encoding: 'utf8',
    timeout: checkAtMostMs,
  })
  if (stdout?.includes('Pass 1:')) onWhole()
  // 1: mended.
  if (status === 0 || status === 1) return null
  return `the file system cannot be mended: ${error ?? `${stdout} ${stderr}`}`
}

/** A number that somebody was told, or a paper that left, and the hall does not know of it. */
function lostOf(hall: Hall, said: readonly Said[]): string | null {
  const tickets = [...hall.state().tickets.values()]
  for (const { what, number } of said) {
    const ticket = tickets.find((one) => one.number === number)
    if (!ticket) return `${number} had been ${what} and is not in the journal`
    if (what === 'printed' && ticket.slip?.state === 'requested')
      return `the slip of ${number} had left and would be printed again`
    if (what === 'called' && ticket.state === 'waiting') return `${number} had been called and waits again`
  }
  return null
}

/** The day goes on: the next number is a new one, and numbers have no gap. */
async function doubled(hall: Hall, journal: Journal, service: string): Promise<string | null> {
  const state = hall.state()
  // Cut before the day was opened: nothing had been given yet.
  if (!state.rules) return null
  const before = [...state.tickets.values()].map(({ number }) => number)
  if (new Set(before).size !== before.length) return 'a number was given twice'
  const { ticket, refused } = await hall.execute(
    { type: 'IssueTicket', newTicket: `after-${journal.lastSeq()}`, service, source: 'button' },
    { actor: { kind: 'system' }, cause: 'after the cut' },
  )
  if (refused) return `no ticket is given after the cut: ${refused.en}`
  if (!ticket || before.includes(ticket.number)) return `${ticket?.number} is given a second time`
  return null
}
