/**
 * Near-turn and called messages: what a real dossier server writes to the visitor's telephone, which it knows and
 * the hall does not. This one only counts them: each once, and none after its time.
 */
import { checkMessage } from '../../controller/dossier/contract/check-message.ts'
import type { Clock } from '../../hardware/clock.ts'

export type VisitorMessages = {
  /** Why it is none, or null. */
  take(type: 'NearTurn' | 'Called', value: Record<string, unknown>): string | null
  state(): { due: number; late: number; last: string | null }
}
type Message = {
  id: string
  validuntil: string
  data: { number: string; ahead?: number; spoken?: string }
}

/** Ids that are remembered: a message is valid for minutes, so a repetition comes soon. */
const remembered = 1000

export function openVisitorMessages(options: { clock: Clock; onChange(): void }): VisitorMessages {
  const { clock, onChange } = options
  const seen = new Set<string>()
  const state = { due: 0, late: 0, last: null as string | null }
  return {
    take(type, value) {
      const misfit = checkMessage(type, value)
      if (misfit) return `${misfit.pointer} ${misfit.what}`
      const { id, validuntil, data } = value as Message
      if (seen.has(id)) return null
      seen.add(id)
      for (const oldest of seen) {
        if (seen.size <= remembered) break
        seen.delete(oldest)
      }
      if (Date.parse(validuntil) < clock.now()) state.late++
      else {
        state.due++
        state.last =
          type === 'Called'
            ? `${data.number} to counter ${data.spoken}`
            : `${data.number}, ${data.ahead} ahead`
      }
      onChange()
      return null
    },
    state: () => ({ ...state }),
  }
}
