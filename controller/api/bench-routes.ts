/** The bench: hands for simulated wires. Absent where every wire is real. */
import type { Static } from 'typebox'
import type { BenchAction } from '../../firmware/wire/bench.ts'
import { sendError } from './answers.ts'
import type { ApiParts, Reply, Routes } from './parts.ts'
import { BenchBody } from './schemas.ts'

export function addBenchRoutes(app: Routes, { benches, views }: ApiParts): void {
  if (benches.size === 0) return
  const schema = { hide: true }
  const nothing = (reply: Reply, what: string) =>
    sendError(reply, 404, {
      refused: 'not-found',
      message: { vi: 'Không có thiết bị này.', en: `There is no ${what}.` },
    })

  app.get('/api/bench', { schema }, async () => views.bench())
  app.post<{ Params: { station: string }; Body: Static<typeof BenchBody> }>(
    '/api/bench/:station',
    { schema: { ...schema, body: BenchBody } },
    async (request, reply) => {
      const station = benches.get(request.params.station)
      if (!station) return nothing(reply, `station with simulated wires called ${request.params.station}`)
      const wrong = station.act(request.body as BenchAction)
      if (wrong !== null)
        return sendError(reply, 400, {
          refused: 'malformed',
          field: 'device',
          message: { vi: 'Thao tác không hợp lệ.', en: wrong },
        })
      return reply.code(204).send()
    },
  )
  app.get<{ Params: { station: string; device: string; id: string } }>(
    '/api/bench/:station/:device/media/:id',
    { schema },
    async (request, reply) => {
      const { station, device, id } = request.params
      const media = benches.get(station)?.media(device, id)
      if (!media) return nothing(reply, 'such picture or sound any more')
      return reply
        .type(media.type)
        .header('cache-control', 'private, max-age=3600')
        .send(Buffer.from(media.bytes))
    },
  )
}
