/** The pages themselves: one HTML file each. */
import { readFile } from 'node:fs/promises'
import type { ApiParts, Routes } from './parts.ts'

export function addPageRoutes(app: Routes, { benches, logo }: ApiParts, directory: URL): void {
  const schema = { hide: true }
  const pages: [path: string, file: string][] = [
    ['/', 'index.html'],
    ['/wall', 'wall.html'],
    ['/counter', 'counter.html'],
    ['/counter/:id', 'counter.html'],
    ['/check-in', 'check-in.html'],
    ['/greeter', 'greeter.html'],
    ['/manager', 'manager.html'],
    ['/t/:token', 'phone.html'],
  ]
  if (benches.size > 0) pages.push(['/bench', 'bench.html'])
  for (const [path, file] of pages)
    app.get(path, { schema }, async (_request, reply) => {
      const html = await readFile(new URL(file, directory))
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html)
    })
  if (logo)
    app.get('/logo', { schema }, async (_request, reply) =>
      reply.type(logo.type).header('cache-control', 'no-cache').send(Buffer.from(logo.bytes)),
    )
}
