/**
 * What is told of the room that the journal's disk has left, before it is full: a full disk stops tickets. Pure; who
 * looks is `disk-watch.ts`.
 */
import { byteSize, byteSizeVi } from '../hardware/byte-size.ts'

export type DiskSpace = { freeBytes: number; totalBytes: number }
export type DiskLevel = 'ample' | 'low' | 'nearly-full'

/**
 * A visit takes 3 kB of the journal (measured: issued, printed, called, started, finished, SQLite's pages included),
 * with recalls, a transfer and a rating 4 kB. So 1 GB is a year of a province's hall, which gives 1,000 numbers a day,
 * and ten years of a ward's: whoever plans has time to plan. 100 MB is a month of the one and a year of the other, if
 * nothing else fills the disk. A small disk of the data alone may never have had so much: there a share of it counts.
 */
const limits = {
  low: { bytes: 1e9, share: 0.1 },
  'nearly-full': { bytes: 100e6, share: 0.02 },
}
const levels: readonly DiskLevel[] = ['ample', 'low', 'nearly-full']
/** Once told it is told until so much more is free: a temporary file that comes and goes is no news. */
const clearedBy = 1.2

export function levelAfter(before: DiskLevel, { freeBytes, totalBytes }: DiskSpace): DiskLevel {
  const isBelow = (level: 'low' | 'nearly-full') => {
    const limit = Math.min(limits[level].bytes, limits[level].share * totalBytes)
    const told = levels.indexOf(before) >= levels.indexOf(level)
    return freeBytes < limit * (told ? clearedBy : 1)
  }
  if (isBelow('nearly-full')) return 'nearly-full'
  return isBelow('low') ? 'low' : 'ample'
}

/** Null where nothing has to be done. */
export function diskWords(level: DiskLevel, { freeBytes }: DiskSpace): { vi: string; en: string } | null {
  const left = { vi: `còn ${byteSizeVi(freeBytes)}`, en: `${byteSize(freeBytes)} left` }
  if (level === 'low')
    return {
      vi: `Ổ đĩa chứa nhật ký sắp hết chỗ, ${left.vi}. Trong tháng này: xóa bớt tệp khác hoặc báo người cài đặt. Không xóa tệp nhật ký.`,
      en: `the journal's disk is running low, ${left.en}: within a month move old backups elsewhere, delete other files or take a larger disk; delete no file of the journal`,
    }
  if (level === 'nearly-full')
    return {
      vi: `Ổ đĩa chứa nhật ký gần đầy, ${left.vi}; khi đầy không cấp số được. Hôm nay: xóa bớt tệp khác hoặc báo người cài đặt. Không xóa tệp nhật ký.`,
      en: `the journal's disk is nearly full, ${left.en}; when it is full no numbers are given or called: today move old backups elsewhere, delete other files or take a larger disk; delete no file of the journal`,
    }
  return null
}
