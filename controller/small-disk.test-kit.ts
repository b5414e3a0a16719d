/** For tests: a file system of a few megabytes in memory, for which one must be root, that can really be full. */
import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { later, temporaryDirectory } from './bus/bus.test-kit.ts'

export type SmallDisk = {
  directory: string
  fill(): void
  /** Fills it until so many bytes are free. */
  leave(bytes: number): void
  free(): void
}

/** Or null, and why it is skipped is said. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const directory = temporaryDirectory()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory], { stdio: 'pipe' })
  } catch (error) {
    console.log(`\nskipped: a really full disk: ${(error as Error).message.split('\n').at(-1)}`)
    return null
  }
  later(() => execFileSync('umount', ['-l', directory]))
  const filler = join(directory, 'filler')
  return {
    directory,
    fill: () => assert.throws(() => writeFileSync(filler, Buffer.alloc((2 * megabytes) << 20)), /ENOSPC/),
    leave(bytes) {
      rmSync(filler, { force: true })
      const { bavail, bsize } = statfsSync(directory)
      writeFileSync(filler, Buffer.alloc(bavail * bsize - bytes))
    },
    free: () => rmSync(filler),
  }
}
