/**
 * Power cuts. First a day is recorded with every write to its disk, and every disk that a cut could have left
 * is checked. Then the whole computer is killed again and again at random moments while slips are printed, and
 * what had reached the printer is compared with what the journal knows. Ends with "N passed, N failed".
 *
 * Called by `scripts/hil --power-cuts N`, which prepares the virtual machine. Arguments: --cuts N, --tickets N,
 * --seed N, then after "--" the command that boots, to which disks and a program are added.
 */
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isoTime } from '../../controller/domain/local-time.ts'
import type { DecodedSlip } from '../../firmware/wire/escpos-decoder.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { readPaper } from '../hardware-in-loop/paper.ts'
import { randomOf } from '../simulation/random.ts'
import { afterTheCut, type Survivor } from './check-cut.ts'
import { readDisk } from './disk.ts'
import { killMachines, startMachine } from './machine.ts'
import { pressingLine, slipsOn } from './witness.ts'

const { values, positionals: boot } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string', default: '5' },
    tickets: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
})
const random = randomOf('power cuts', values.seed)
const directory = mkdtempSync(join(tmpdir(), 'den-luot-power-'))
const file = (name: string) => join(directory, name)
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
/**
 * As on every card and drive: blocks of 4 KiB, which mkfs.ext4 takes above 512 MB by itself, and more than one
 * group of 128 MB, so that there is a second copy of the superblock.
 */
const diskBytes = 160 << 20
const blockBytes = 4096
/** Processor time of the virtual machine, a few times what it takes. */
const bootAtMostCpuS = 300
const pressedForCpuS = [3, 25] as const
let [passed, failed] = [0, 0]

function tell(name: string, wrong: string | null): void {
  if (wrong === null) passed++
  else failed++
  console.log(wrong === null ? `ok     ${name}` : `FAILED ${name}\n       ${wrong}`)
}

/** An empty file system, made here so that its making is not among the writes. */
function makeDisk(name: string): string {
  const disk = file(name)
  writeFileSync(disk, '')
  truncateSync(disk, diskBytes)
  execFileSync('mkfs.ext4', ['-q', '-b', String(blockBytes), disk], { stdio: 'ignore' })
  return disk
}
const drive = (disk: string, cache: string) => `-drive file=${disk},format=raw,if=virtio,cache=${cache}`

/** Boots with these disks and runs one of this folder's programs. */
function bootWith(disks: string, program: string, ...args: string[]) {
  const command = [...boot, '--qemu', disks, '--', 'node', here(program), ...args]
  return startMachine(command, { scratch: mkdtempSync(file('machine-')) })
}

/** Every disk a cut could have left while a day's writes were recorded. */
async function cutTheRecord(): Promise<void> {
  const disk = makeDisk('disk.img')
  const before = file('before.img')
  copyFileSync(disk, before)
  const log = file('log.img')
  writeFileSync(log, '')
  truncateSync(log, 1 << 30)
  const day = bootWith(`${drive(disk, 'writeback')} ${drive(log, 'unsafe')}`, 'record-day.js', values.tickets)
  const code = await day.ended
  const recorded = /recorded \d+ events of \d+ tickets/.exec(day.console())?.[0]
  if (code !== 0 || !recorded) return tell('a day is recorded', `ended with ${code}:\n${day.console()}`)
  const parts = 2
  const outputs = await Promise.all(
    Array.from({ length: parts }, (_, part) => checkPart(log, before, part, parts)),
  )
  const wrong = outputs.flatMap((output) => output.match(/^WRONG .*$/gm) ?? [])
  const count = (pattern: RegExp) =>
    outputs.reduce((sum, output) => sum + Number(pattern.exec(output)?.[1] ?? 0), 0)
  const right = count(/(\d+) cuts right/)
  const broken = outputs.find((output) => !/cuts right/.test(output))
  tell(
    `${recorded}, cut at ${right + wrong.length} moments (${count(/(\d+) mended/)} mended by a whole check of the file system): nothing lost, nothing twice, the chain whole`,
    broken ?? (wrong.length > 0 ? wrong.join('\n       ') : right === 0 ? 'no moment was found' : null),
  )
}

function checkPart(log: string, before: string, part: number, parts: number): Promise<string> {
  const args = [here('check-log.js'), log, before, '--seed', values.seed]
  const child = spawn(process.execPath, [...args, '--part', String(part), '--parts', String(parts)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data
    })
  return new Promise((resolve) => child.once('close', () => resolve(output)))
}

/** The whole computer is killed while slips are printed, and started again from the same disk. */
async function killAgainAndAgain(cuts: number): Promise<void> {
  const site = JSON.parse(readFileSync(here('../../hardware/sites/ward.json'), 'utf8'))
  const paper = readPaper(site)
  const disk = makeDisk('killed.img')
  const slips: DecodedSlip[] = []

  /** Each slip is one ticket's, and each ticket has at most one. */
  async function compare({ hall }: Survivor): Promise<string | null> {
    const tickets = [...hall.state().tickets.values()].map((ticket) => ({
      number: ticket.number,
      service: ticket.legs[0]?.service,
      issuedAt: isoTime(ticket.issuedAt, site.timeZone),
    }))
    const printed = new Set<string>()
    for (const [index, slip] of slips.entries()) {
      let number: string | undefined
      for (const ticket of tickets) if (await paper.shows(slip, ticket)) number = ticket.number
      // A slip that was torn off above its number tells nobody anything.
      if (number === undefined && !slip.cut) continue
      if (number === undefined) return `slip ${index + 1} left the printer and its number is in no journal`
      if (printed.has(number)) return `${number} left the printer twice`
      printed.add(number)
    }
    return null
  }

  for (let cut = 1; cut <= cuts; cut++) {
    const run = bootWith(drive(disk, 'writeback'), 'cut-day.js')
    if (!(await run.until(() => run.console().includes(pressingLine), bootAtMostCpuS))) {
      await run.kill()
      return tell(`start ${cut}`, `the hall did not come up:\n${run.console().slice(-3000)}`)
    }
    await run.until(() => false, random.between(...pressedForCpuS))
    await run.kill()
    const before = slips.length
    slips.push(...slipsOn(run.console()))
    const day = {
      directory: file('after'),
      siteId: site.id,
      timeZone: site.timeZone,
      clock: { ...systemClock, now: () => Date.parse('2026-11-25T12:00:00+07:00') },
      service: site.services[0].id,
    }
    const wrong = await afterTheCut(readDisk(disk), day, slips.length > 0, compare)
    tell(`cut ${cut}, ${slips.length - before} slips after the start: all known, none twice`, wrong)
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await killMachines()
    rmSync(directory, { recursive: true, force: true })
    process.exit(1)
  })
console.log(`seed ${values.seed}`)
await cutTheRecord()
await killAgainAndAgain(Number(values.cuts))
if (failed === 0) rmSync(directory, { recursive: true, force: true })
else console.log(`disks and log are kept in ${directory}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
