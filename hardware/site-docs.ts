/** Everything that is written from the description and the example sites, by file name in `hardware/`. */
import { withMarked } from './markdown.ts'
import { optionTables } from './option-table.ts'
import { pinTables } from './pin-table.ts'
import type { FilledSite } from './site-description.ts'
import { siteSchemaText } from './site-schema.ts'
import { testedTable } from './tested.ts'

export function siteDocs(
  pages: Record<'README.md' | 'TESTED.md', string>,
  examples: { demo: FilledSite; ward: FilledSite },
): Record<'README.md' | 'TESTED.md' | 'site.schema.json', string> {
  let text = withMarked(pages['README.md'], 'options', optionTables())
  text = withMarked(text, 'the pins of ward.json', pinTables(examples.ward))
  text = withMarked(text, 'the pins of demo.json', pinTables(examples.demo))
  return {
    'README.md': text,
    'TESTED.md': withMarked(pages['TESTED.md'], 'what was tested', testedTable()),
    'site.schema.json': siteSchemaText(),
  }
}
