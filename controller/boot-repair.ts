/**
 * Whether this computer mends its file systems by itself when it starts. A power cut may tear what the file system
 * writes about itself; systemd then repairs only what is harmless and otherwise waits for somebody at the keyboard,
 * unless the kernel was told to repair everything. Only a Raspberry Pi is asked: elsewhere its owner knows.
 */
import { readFileSync } from 'node:fs'

/** A sentence for the one who starts the hall; null when nothing has to be done. */
export function bootRepairWarning({
  modelFile = '/proc/device-tree/model',
  commandLineFile = '/proc/cmdline',
}: {
  modelFile?: string
  commandLineFile?: string
} = {}): string | null {
  if (!textOf(modelFile).startsWith('Raspberry Pi')) return null
  const options = textOf(commandLineFile).split(/\s+/)
  if (options.includes('fsck.repair=yes') && !options.includes('fsck.mode=skip')) return null
  return 'warning: this Raspberry Pi may stop at its next start after a power cut and wait for somebody: put fsck.repair=yes (and no fsck.mode=skip) into the one line of /boot/firmware/cmdline.txt, then restart it'
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\0/g, '')
  } catch {
    return ''
  }
}
