/** What the process takes after a day: 1,000 tickets issued, printed, called, started and finished. */
import { type Client, startHall } from './hall-process.ts'
import { type Result, spread } from './table.ts'
import { inWorkPlace } from './work-place.ts'

const tickets = 1000
const limitMb = 150

export function benchMemory(): Promise<Result> {
  return inWorkPlace(async (directory) => {
    const hall = await startHall(directory)
    try {
      const client = hall.client()
      // A notice stands while the printer has not yet been asked how it is.
      while (JSON.parse((await client.send('GET', '/api/hall')).body).notices.length > 0);
      const atStart = hall.memory('VmRSS')
      const seen: number[] = []
      for (let turn = 0; turn < tickets; turn++) {
        await visit(client)
        if (turn % 10 === 0) seen.push(hall.memory('VmRSS'))
      }
      const after = hall.memory('VmRSS')
      const highest = hall.memory('VmHWM')
      client.end()
      const mb = (value: number) => `${value.toFixed(0)} MB`
      return {
        title: `Memory, ${tickets} tickets`,
        head: ['resident', ''],
        rows: [
          ['ready, nothing done', mb(atStart)],
          ['median over the day', mb(spread(seen).p50)],
          [`**after ${tickets} tickets**`, mb(after)],
          ['highest', mb(highest)],
        ],
        aims: [{ text: `${mb(after)} after ${tickets} tickets < ${limitMb} MB`, met: after < limitMb }],
        notes: [
          'All stations simulated in the same process: the real drivers over simulated wires, and those wires.',
        ],
      }
    } finally {
      await hall.stop()
    }
  })
}

async function visit(client: Client): Promise<void> {
  const post = async (path: string, body?: unknown) => {
    const { status, body: answer } = await client.send('POST', path, body)
    if (status >= 300) throw new Error(`${path} answered ${status}: ${answer}`)
    return JSON.parse(answer)
  }
  const { id } = await post('/api/tickets', { service: 'dat-dai', printer: 'may-in' })
  for (let slip = 'requested'; slip !== 'printed'; ) {
    slip = JSON.parse((await client.send('GET', `/api/tickets/${id}`)).body).slip.state
    if (slip === 'failed' || slip === 'unknown') throw new Error(`the slip of ${id} is ${slip}`)
  }
  for (const command of ['next', 'start', 'finish']) await post(`/api/counters/quay-2/${command}`)
}
