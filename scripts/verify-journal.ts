/**
 * `scripts/verify-journal`: says how many events and days a journal holds and whether its chain is whole.
 * Exit 0: whole. 1: broken, with the first event that is wrong. 2: asked wrongly, or nothing there to read.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { verifyChain } from '../controller/journal/verify-chain.ts'

const usage = 'usage: scripts/verify-journal [--data DIR]'

async function main(): Promise<number> {
  let directory: string
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, help: { type: 'boolean' } } })
    if (values.help) {
      console.log(usage)
      return 0
    }
    directory = values.data ?? fileURLToPath(new URL('../../data', import.meta.url))
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

process.exitCode = await main()
