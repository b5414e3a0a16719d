/**
 * Writes what follows from the description of a site and from the examples: the editors' schema, the tables
 * of the README and the table of what was tested. Run after a change: scripts/build && node dist/scripts/write-site-docs.js
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatProblems } from '../hardware/problem.ts'
import { readSite } from '../hardware/read-site.ts'
import { siteDocs } from '../hardware/site-docs.ts'

const folder = new URL('../../hardware/', import.meta.url)

async function example(name: string) {
  const reading = await readSite(fileURLToPath(new URL(`sites/${name}.json`, folder)))
  if (!reading.ok) throw new Error(`${name}.json is wrong:\n${formatProblems(reading.problems)}`)
  return reading.site
}

const page = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const docs = siteDocs(
  { 'README.md': page('README.md'), 'TESTED.md': page('TESTED.md') },
  { demo: await example('demo'), ward: await example('ward') },
)
for (const [name, text] of Object.entries(docs)) writeFileSync(new URL(name, folder), text)
