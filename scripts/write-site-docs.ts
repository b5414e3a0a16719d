/** Writes what follows from the description of a site: the editors' schema and the tables of the README. */
import { readFileSync, writeFileSync } from 'node:fs'
import { withOptionTables } from '../hardware/option-table.ts'
import { siteSchemaText } from '../hardware/site-schema.ts'

const root = new URL('../../', import.meta.url)
const readme = new URL('hardware/README.md', root)
writeFileSync(new URL('hardware/site.schema.json', root), siteSchemaText())
writeFileSync(readme, withOptionTables(readFileSync(readme, 'utf8')))
