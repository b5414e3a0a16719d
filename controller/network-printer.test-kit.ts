/** A ticket printer on the network, for tests of the whole program: a real socket, and what came out of it. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { clearBuffers } from '../firmware/ticket-printer/escpos-status.ts'

/**
 * A network printer that keeps what it is sent. With `stuck` it says that all is well until paper is to move,
 * and then neither reads nor answers.
 */
export async function networkPrinter({
  stuck = false,
} = {}): Promise<{ server: Server; connection: string; jobs: Buffer[]; close(): void }> {
  const jobs: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    let job = Buffer.alloc(0)
    socket.on('data', (data) => {
      // Status is asked for (DLE EOT n, GS r 1): all is well. Forgetting moves no paper. Everything else is paper.
      let rest = data
      for (const { begins, length, answer } of [
        { begins: Buffer.from([0x10, 0x04]), length: 3, answer: [0x12] },
        { begins: Buffer.from([0x1d, 0x72]), length: 3, answer: stuck ? [] : [0x00] },
        { begins: Buffer.from(clearBuffers), length: clearBuffers.length, answer: [] },
      ])
        for (let at = rest.indexOf(begins); at >= 0; at = rest.indexOf(begins)) {
          if (answer.length > 0) socket.write(Buffer.from(answer))
          rest = Buffer.concat([rest.subarray(0, at), rest.subarray(at + length)])
        }
      if (stuck && rest.length > 0) socket.pause()
      job = Buffer.concat([job, rest])
      const cut = job.lastIndexOf(Buffer.from([0x1d, 0x56]))
      if (cut >= 0) {
        jobs.push(job.subarray(0, cut))
        job = Buffer.alloc(0)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    server,
    connection: `tcp://127.0.0.1:${port}`,
    jobs,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
