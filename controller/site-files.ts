/** The files a site file names, and the copy that is kept of it. */
import { open, readFile, rename } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { Logo } from '../displays/slip/slip-data.ts'
import type { Site } from '../hardware/site-description.ts'

export async function readLogo(site: Site, beside: string): Promise<Logo | null> {
  if (!site.logo) return null
  const bytes = await readFile(resolve(beside, site.logo))
  return { type: extname(site.logo).toLowerCase() === '.png' ? 'image/png' : 'image/svg+xml', bytes }
}

/** Password and certificate authority of the dossier broker; they stay out of the journal and every log. */
export async function readBrokerFiles(
  site: Site,
  beside: string,
): Promise<{ password?: string; ca?: string }> {
  const text = async (file: string | undefined) =>
    file === undefined ? undefined : (await readFile(resolve(beside, file), 'utf8')).trim()
  const [password, ca] = [await text(site.dossier?.passwordFile), await text(site.dossier?.caFile)]
  return { ...(password === undefined ? {} : { password }), ...(ca === undefined ? {} : { ca }) }
}

/** The site file in force, as it was written, beside the journal: whole at any moment. */
export async function keepSiteFile(directory: string, text: string): Promise<void> {
  const file = join(directory, 'site.json')
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

/** The name of the pages' build: open pages reload themselves when it changes. */
export async function readBuild(): Promise<string> {
  const text = await readFile(new URL('../displays/pages/build.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { build: string }).build
}
