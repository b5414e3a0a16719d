/**
 * What the hall keeps of what the dossier server told it: dossier figures and notices for the wall, and which
 * commands were carried out, so that none is carried out twice. It outlives the day: `DayOpened` carries it.
 */
import type { RefusalCode } from './refusals.ts'
import type { TicketId } from './state.ts'

/** Dossiers whose handling ended since a date, as the dossier server counted them. Never to be mixed with waits. */
export type DossierFigures = {
  /** YYYY-MM-DD: the first day that is counted. */
  since: string
  asOf: number
  early: number
  onTime: number
  overdue: number
  /** The denominator: the three together. */
  total: number
}
/** A line for the wall; its words are public by their nature. */
export type Notice = { id: string; text: string; from: number; until: number }
/** A command of the dossier server that was decided, with what was answered: the same again hears the same. */
export type TakenCommand = {
  id: string
  command: string
  validUntil: number
  answer: {
    refused: RefusalCode | null
    ticket: TicketId | null
    /** When it was decided; absent in journals of earlier programs, as are the two below. */
    at?: number
    /** Where they are not the refusal's usual ones. */
    words?: { vi: string; en: string }
    /** The ticket, or the number given ahead, as it was then. */
    shown?: { number: string; service: string; state: string; ahead: number | null }
  }
}
/** As it stands in `DayOpened`. */
export type CarriedDossier = { figures: DossierFigures | null; notices: Notice[]; taken: TakenCommand[] }
export type DossierState = {
  figures: DossierFigures | null
  notices: readonly Notice[]
  taken: ReadonlyMap<string, TakenCommand>
}

export const noDossier: DossierState = { figures: null, notices: [], taken: new Map() }
export const maxNotices = 20
export const maxNoticeLength = 200
export const maxTaken = 2000
/** A command may be remembered this long at most: its `validUntil` is no further away. */
export const maxValidityMs = 48 * 3_600_000
/** Remembered beyond its end by so much: a clock may be set back. */
const forgetAfterMs = 3_600_000

/** What a wall or board shows now, in order of their beginning. */
export function noticesAt({ notices }: Pick<DossierState, 'notices'>, now: number): Notice[] {
  return notices.filter(({ from, until }) => from <= now && now < until).sort((a, b) => a.from - b.from)
}

export function carried({ figures, notices, taken }: DossierState, now: number): CarriedDossier {
  return {
    figures,
    notices: notices.filter(({ until }) => until > now),
    taken: [...taken.values()].filter((one) => isRemembered(one, now)),
  }
}

export function fromCarried(from: CarriedDossier | undefined): DossierState {
  if (!from) return noDossier
  return { ...from, taken: new Map(from.taken.map((one) => [one.id, one])) }
}

export const isRemembered = ({ validUntil }: TakenCommand, now: number): boolean =>
  validUntil + forgetAfterMs > now

export function withTaken(state: DossierState, taken: TakenCommand, now: number): DossierState {
  const kept = [...state.taken].filter(([, one]) => isRemembered(one, now))
  return { ...state, taken: new Map(kept).set(taken.id, taken) }
}
