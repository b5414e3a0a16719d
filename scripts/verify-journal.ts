/**
 * `scripts/verify-journal`: says how many events and days a journal holds and whether its chain is whole.
 * Exit 0: whole. 1: broken, with the first event that is wrong. 2: asked wrongly, or nothing there to read.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { journalFile } from '../controller/journal/schema.ts'
import { verifyChain } from '../controller/journal/verify-chain.ts'

const usage = `usage: scripts/verify-journal [--data DIR]
Without --data: the one journal under data/, where scripts/start puts it.`

async function main(): Promise<number> {
  let directory: string
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, help: { type: 'boolean' } } })
    if (values.help) {
      console.log(usage)
      return 0
    }
    directory = values.data ?? onlyJournal(fileURLToPath(new URL('../../data', import.meta.url)))
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    return 2
  }
  try {
    const { events, days, head, journalIds, broken } = await verifyChain(directory)
    console.log(`journal   ${journalIds.join(', then ')}`)
    console.log(`events    ${events}${broken ? ' before the first that is wrong' : ''}`)
    console.log(`days      ${days}`)
    console.log(`head      ${head || '(empty)'}`)
    if (!broken) {
      console.log('whole: every event follows from the one before it')
      return 0
    }
    console.error(broken.seq > 0 ? `BROKEN at event ${broken.seq}: ${broken.what}` : `BROKEN: ${broken.what}`)
    return 1
  } catch (error) {
    console.error((error as Error).message)
    return 2
  }
}

/** Each site has its own folder; guessing between several could reassure about the wrong one. */
function onlyJournal(root: string): string {
  const holds = (directory: string) => existsSync(join(directory, journalFile))
  const found = existsSync(root)
    ? [root, ...readdirSync(root).map((name) => join(root, name))].filter(holds)
    : []
  const [only, ...others] = found
  if (only === undefined) throw new Error(`there is no journal under ${root}`)
  if (others.length > 0) throw new Error(`there are several journals, name one:\n  ${found.join('\n  ')}`)
  return only
}

process.exitCode = await main()
