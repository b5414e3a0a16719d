/**
 * The site's own secret: made once, kept in the data directory, readable by the controller alone. Everything
 * that must be unguessable and yet the same after a restart is derived from it, each under its own label.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'

export type Secret = { derive(label: string): Buffer }

export async function openSecret(directory: string): Promise<Secret> {
  const file = join(directory, 'secret.key')
  const text = (await readIfThere(file)) ?? (await create(directory, file))
  if (!/^[0-9a-f]{64}\n?$/.test(text))
    throw new Error(
      `${file} is damaged: it must hold 64 hexadecimal digits; put the backup back or delete it`,
    )
  const key = Buffer.from(text.trim(), 'hex')
  return { derive: (label) => createHmac('sha256', key).update(label, 'utf8').digest() }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

// Linked into place when it is whole and on the disk: neither a power cut nor two starts at once leave half a key.
async function create(directory: string, file: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await handle.sync()
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await handle.close()
    await unlink(draft)
  }
  return readFile(file, 'utf8')
}
