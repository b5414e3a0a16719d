/** Views: the hall, the manager's, the staff's, and their stream; health. */
import type { Static } from 'typebox'
import { HallSchema } from './hall-schema.ts'
import { deviceViews, diskView } from './manager-view.ts'
import type { ApiParts, Routes } from './parts.ts'
import { HallQuery, StreamQuery } from './schemas.ts'

export function addViewRoutes(app: Routes, parts: ApiParts): void {
  const { hall, journal, site, devices, disk, live, views, estimates } = parts

  app.get(
    '/health',
    { schema: { tags: ['views'], summary: 'Is the hall working' } },
    async (_request, reply) => {
      const failure = hall.failure()
      return reply.code(failure ? 503 : 200).send({
        status: failure ? 'failing' : 'ok',
        day: hall.state().day,
        seq: journal.lastSeq(),
        commits: journal.commits(),
        journalId: journal.journalId,
        ...(failure ? { failure: failure.text } : {}),
      })
    },
  )
  app.get<{ Querystring: Static<typeof HallQuery> }>(
    '/api/hall',
    {
      schema: {
        tags: ['views'],
        summary:
          'What everybody in the hall may see; for staff, with=devices adds how each device and the journal’s disk is',
        querystring: HallQuery,
        response: { 200: HallSchema },
      },
    },
    async ({ query }) =>
      query.with === 'devices'
        ? {
            ...views.hall(),
            devices: deviceViews(devices, site.timeZone),
            disk: diskView(disk.state(), site.timeZone),
          }
        : views.hall(),
  )
  app.get(
    '/api/manager',
    { schema: { tags: ['views'], summary: 'Waits and volumes of today, devices, the dossier link' } },
    async () => views.manager(),
  )
  app.get(
    '/api/estimates',
    {
      schema: {
        tags: ['views'],
        summary:
          'How wrong the estimates given today were, by service: median and p90 error in seconds, share inside the range',
      },
    },
    async () => estimates.errors(),
  )
  app.get(
    '/api/staff',
    {
      schema: { tags: ['views'], summary: 'Tickets by name for staff: waiting, held, returnable, finished' },
    },
    async () => views.staff(),
  )
  app.get<{ Querystring: Static<typeof StreamQuery> }>(
    '/api/hall/events',
    {
      schema: {
        tags: ['views'],
        summary: 'The views as server-sent events: hall, and those asked for',
        querystring: StreamQuery,
      },
    },
    (request, reply) => {
      const wanted = new Set(request.query.with?.split(',') ?? [])
      reply.hijack()
      live.subscribe(reply.raw, [
        { event: 'hall', view: views.hall },
        ...(wanted.has('staff') ? [{ event: 'staff' as const, view: views.staff }] : []),
        ...(wanted.has('manager') ? [{ event: 'manager' as const, view: views.manager }] : []),
        ...(wanted.has('bench') ? [{ event: 'bench' as const, view: views.bench }] : []),
      ])
    },
  )
}
