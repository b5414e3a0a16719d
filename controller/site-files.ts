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

export type BrokerOfSite = {
  url: string
  alternatives: string[]
  /** 4 is MQTT 3.1.1. */
  version: 4 | 5
  username?: string
  password?: string
  ca?: string
  cert?: string
  key?: string
}

/**
 * The broker a site reports to, with passwords and certificates as its files hold them, which stay out of the
 * journal and every log; null for the hall's own and for a site that reports to nobody.
 */
export async function readBroker(site: Site, beside: string): Promise<BrokerOfSite | null> {
  const { dossier } = site
  if (!dossier || dossier.broker === 'hall') return null
  const [url, ...alternatives] = dossier.brokers ?? [dossier.broker ?? '']
  if (url === undefined) return null
  const text = async (file: string | undefined) =>
    file === undefined ? undefined : (await readFile(resolve(beside, file), 'utf8')).trim()
  const [password, ca] = [await text(dossier.passwordFile), await text(dossier.caFile)]
  const [cert, key] = [await text(dossier.certFile), await text(dossier.keyFile)]
  return {
    url,
    alternatives,
    version: dossier.mqttVersion === '5' ? 5 : 4,
    ...(dossier.username !== undefined && { username: dossier.username }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  }
}

/**
 * What a dossier server at the hall's own broker logs in with, for whoever sets it up: in the data directory,
 * readable by the controller alone, and printed nowhere.
 */
export async function keepCredentials(
  directory: string,
  { username, password }: { username: string; password: string },
): Promise<void> {
  await keepFile(join(directory, 'dossier-server.password'), `${username}:${password}\n`)
}

/** The site file in force, as it was written, beside the journal: whole at any moment. */
export async function keepSiteFile(directory: string, text: string): Promise<void> {
  await keepFile(join(directory, 'site.json'), text)
}

async function keepFile(file: string, text: string): Promise<void> {
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
