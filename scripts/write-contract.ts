/** Writes what follows from the contract's schemas: the AsyncAPI document and the page to read. */
import { writeFileSync } from 'node:fs'
import { contractFiles } from '../controller/dossier/contract/contract-files.ts'

const folder = new URL('../../controller/dossier/', import.meta.url)
for (const [name, text] of Object.entries(contractFiles())) writeFileSync(new URL(name, folder), text)
