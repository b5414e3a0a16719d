/** The files that are written from the contract, by their name in `controller/dossier/`. Pure. */
import { asyncApiDocument } from './asyncapi.ts'
import { contractPage } from './page.ts'

export function contractFiles(): Record<'asyncapi.json' | 'CONTRACT.md', string> {
  const document = asyncApiDocument()
  return { 'asyncapi.json': `${JSON.stringify(document, null, 2)}\n`, 'CONTRACT.md': contractPage(document) }
}
