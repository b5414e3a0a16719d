/**
 * The hall over HTTP: commands, views, pages. It translates and checks; every rule is the domain's. Answers
 * only to the names it is reached by, so that a web page elsewhere cannot drive the hall through a browser.
 */
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import fastifySwagger from '@fastify/swagger'
import fastify, { type FastifyError } from 'fastify'
import { inputError, sendError } from './answers.ts'
import { addBenchRoutes } from './bench-routes.ts'
import { checksWhenUsed, writersWhenUsed } from './compile-when-used.ts'
import { addCounterRoutes } from './counter-routes.ts'
import { addFiguresRoutes } from './figures-routes.ts'
import { addIssueRoutes } from './issue-routes.ts'
import { addPageRoutes } from './page-routes.ts'
import type { ApiParts } from './parts.ts'
import { addPhoneRoutes } from './phone-routes.ts'
import { addTicketRoutes } from './ticket-routes.ts'
import { addViewRoutes } from './view-routes.ts'

export type Api = { url: string; port: number; close(): Promise<void> }

const pagesDirectory = new URL('../../displays/pages/', import.meta.url)

/** Listens on `host`:`port` (0: any free one). Throws with a sentence when the port is taken. */
export async function openApi(parts: ApiParts & { host: string; port: number }): Promise<Api> {
  const { host, live, site } = parts
  const app = fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true })
  const { validatorCompiler, serializerCompiler } = await fastifysOwn()
  app.setValidatorCompiler(checksWhenUsed(validatorCompiler))
  app.setSerializerCompiler(writersWhenUsed(serializerCompiler))
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, error: body } = inputError(error)
    if (status === 500) process.emitWarning(error)
    return sendError(reply, status, body)
  })
  app.setNotFoundHandler((_request, reply) => sendError(reply, 404, notFound))
  // A command without a body is common (curl -X POST): it means "no options".
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === ''
      ? done(null, undefined)
      : app.getDefaultJsonParser('error', 'error')(request, String(body), done),
  )
  app.addHook('preValidation', async (request) => {
    if (request.method === 'POST' && request.body === undefined) request.body = {}
  })
  const hosts = allowedHosts(host, site.publicUrl)
  app.addHook('onRequest', async (request, reply) => {
    const origin = request.headers.origin
    const sameOrigin = origin === undefined || hosts.has(hostOf(origin.replace(/^https?:\/\//, '')))
    if (!hosts.has(hostOf(request.headers.host ?? '')) || (request.method !== 'GET' && !sameOrigin))
      return sendError(reply, 403, foreign)
    reply.header(
      'content-security-policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    )
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    return undefined
  })
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Đến Lượt',
        version: 'v1',
        description:
          'The queue of one site. Every refusal is a 4xx or 503 with a code and a sentence in Vietnamese and English.',
      },
    },
  })
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL('assets/', pagesDirectory)),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
  })
  await app.register(async (routes) => {
    addIssueRoutes(routes, parts)
    addTicketRoutes(routes, parts)
    addCounterRoutes(routes, parts)
    addViewRoutes(routes, parts)
    addPhoneRoutes(routes, parts)
    addBenchRoutes(routes, parts)
    addFiguresRoutes(routes, parts)
    addPageRoutes(routes, parts, pagesDirectory)
    routes.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  })

  try {
    await app.listen({ host, port: parts.port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new Error(
        `port ${parts.port} on ${host} is already in use: close the other program or choose another with --port`,
      )
    throw error
  }
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : parts.port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    async close() {
      live.close()
      await app.close()
    },
  }
}

/** What Fastify compiles schemas with it hands out only by an instance that has compiled some. */
export async function fastifysOwn() {
  const app = fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  })
  const some = { type: 'object' }
  app.post('/', { schema: { body: some, response: { 200: some } } }, async () => ({}))
  await app.ready()
  const { validatorCompiler, serializerCompiler } = app
  if (!validatorCompiler || !serializerCompiler) throw new Error('Fastify hands out no compilers')
  return { validatorCompiler, serializerCompiler }
}

const notFound = {
  refused: 'not-found',
  message: { vi: 'Không có địa chỉ này.', en: 'There is nothing at this address.' },
}
const foreign = {
  refused: 'foreign-origin',
  message: {
    vi: 'Yêu cầu đến từ một trang khác.',
    en: 'This request comes from another site’s page or name.',
  },
}

const hostOf = (authority: string) => authority.replace(/:\d+$/, '').toLowerCase()

function allowedHosts(host: string, publicUrl: string | undefined): Set<string> {
  const names = ['localhost', '127.0.0.1', '[::1]', host.toLowerCase()]
  if (publicUrl) names.push(new URL(publicUrl).hostname.toLowerCase())
  return new Set(names)
}
