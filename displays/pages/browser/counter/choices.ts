/** The shape of a sheet, and choices made of lists. */
import { sheet } from './desk.ts'

export type Choice = {
  /** What is typed to choose it. */
  key: string
  words: string
  note?: string
  colour?: string
  /** Ticked; the sheet stays open. */
  ticked?: boolean
  take(): void
}
export type SheetContent = {
  title: string
  /** Two tabs, changed by the sheet's own key. */
  tabs?: { words: [string, string]; key: string }
  /** A reason that goes with the choice. */
  reasons?: { code: string; words: string; chosen: boolean }[]
  choices: Choice[]
  /** Enter. */
  done?: { words: string; take(): void }
  field?: { label: string; done: string; take(typed: string): void }
}

export const classWords = { ordinary: 'thường', booked: 'đã đặt lịch', priority: 'ưu tiên' } as const
export type Coded = { code: string; vi: string }

export const close = () => {
  sheet.value = null
}
/** Choices that end the sheet. */
export const numbered = (list: { words: string; note?: string; colour?: string; take(): void }[]): Choice[] =>
  list.map((one, index) => ({
    ...one,
    key: String(index + 1),
    take: () => {
      close()
      one.take()
    },
  }))
export const byReason = (reasons: Coded[] | undefined, take: (reason: string) => unknown): Choice[] =>
  numbered((reasons ?? []).map(({ code, vi }) => ({ words: vi, take: () => void take(code) })))
