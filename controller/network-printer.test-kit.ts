/** A ticket printer on the network, for tests of the whole program: a real socket, and what came out of it. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { clearBuffers } from '../firmware/ticket-printer/escpos-status.ts'

function without(bytes: Buffer, command: Uint8Array): Buffer {
  const at = bytes.indexOf(command)
  return at < 0
    ? bytes
    : without(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + command.length)]), command)
}

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
      // Status is asked for in three bytes (DLE EOT n, GS r 1): all is well. Forgetting moves no paper; all else does.
      let rest = without(data, clearBuffers)
      for (const [question, answer] of [
        [Buffer.from([0x10, 0x04]), 0x12],
        [Buffer.from([0x1d, 0x72]), 0x00],
      ] as const)
        for (let at = rest.indexOf(question); at >= 0; at = rest.indexOf(question)) {
          if (question[0] === 0x10 || !stuck) socket.write(Buffer.from([answer]))
          rest = Buffer.concat([rest.subarray(0, at), rest.subarray(at + 3)])
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
