/**
 * The main thread's side of the journal's writer: one request, one answer. If the thread ends unasked, every
 * write is refused from then on.
 */
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { NotWritten, type WriteFailure } from './envelope.ts'
import type { WriterAnswer, WriterRequest, WriterSetup } from './journal-writer.ts'

export type WriterThread = {
  /** Resolves when it is on the disk; rejects with the reason when nothing of it is. */
  write(request: Omit<WriterRequest, 'id' | 'close'>): Promise<void>
  close(): Promise<void>
}

const reasons: Record<string, [WriteFailure['reason'], words: string]> = {
  SQLITE_FULL: ['disk-full', 'the disk is full'],
  SQLITE_READONLY: ['disk-read-only', 'the disk is read-only'],
  SQLITE_CORRUPT: ['file-damaged', 'the journal file is damaged'],
  SQLITE_NOTADB: ['file-damaged', 'the journal file is damaged'],
  SQLITE_IOERR: ['disk-failed', 'the disk failed'],
}

export async function startWriter(setup: WriterSetup): Promise<WriterThread> {
  // import.meta.url says whether this runs as .js or, under a loader, as .ts.
  const script = new URL(`./journal-writer${extname(import.meta.url)}`, import.meta.url)
  const worker = new Worker(script, { workerData: setup, name: 'journal-writer' })
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  let lastId = 0
  let ended: Error | undefined

  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', (error) =>
    end(error instanceof Error ? error : new Error(`the journal’s writer failed: ${error}`)),
  )
  worker.on('exit', () => end(new Error('the journal’s writer has ended')))
  worker.on('message', ({ id, error }: WriterAnswer) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error) asked?.reject(refusal(error))
    else asked?.resolve()
  })
  const answer = (id: number) =>
    new Promise<void>((resolve, reject) => {
      if (ended) reject(ended)
      else waiting.set(id, { resolve, reject })
    })
  const ask = (request: Omit<WriterRequest, 'id'>) => {
    const id = ++lastId
    const answered = answer(id)
    if (!ended) worker.postMessage({ id, ...request } satisfies WriterRequest)
    return answered
  }

  await answer(0)
  return {
    write: (request) => ask({ ...request, close: false }),
    async close() {
      if (ended) return
      const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      await ask({ events: [], kinds: [], bookmarks: [], synced: true, close: true }).catch(() => undefined)
      await gone
    },
  }
}

function refusal({ message, code }: { message: string; code: string }): Error {
  const [reason, words] = Object.entries(reasons).find(([start]) => code.startsWith(start))?.[1] ?? [
    'unknown',
    message,
  ]
  return new NotWritten(reason, `nothing was written to the journal: ${words} (${code})`)
}
