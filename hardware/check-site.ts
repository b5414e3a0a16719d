/**
 * Checks a whole site: every problem in one run, whatever is wrong with it. It opens no device and changes
 * nothing.
 */
import { checkNames } from './check-names.ts'
import { checkShape } from './check-shape.ts'
import { checkSurroundings } from './check-surroundings.ts'
import { checkWiring } from './check-wiring.ts'
import { checkCodedLists } from './coded-lists.ts'
import { entryOf } from './loose.ts'
import type { SiteContext } from './named-file.ts'
import { type Problem, placeOf, type Report } from './problem.ts'

export function checkSite(value: unknown, context: SiteContext): Problem[] {
  const problems: Problem[] = []
  const report: Report = (severity, steps, message) =>
    problems.push({ severity, path: placeOf(value, steps), message })
  checkShape(value, report)
  checkNames(value, report)
  const site = entryOf(value)
  if (site) checkCodedLists(value, site, report)
  checkWiring(value, report)
  checkSurroundings(value, context, report)
  return problems
}
