/** The two sheets about where a ticket goes: the current one sent on, a waiting one after the wrong button. */
import { classWords, close, numbered, type SheetContent } from './choices.ts'
import { type Desk, ending, type OpenSheet, steps } from './desk.ts'

export function transfer(open: OpenSheet, { view, counter }: Desk): SheetContent | null {
  const ticket = counter.ticket
  if (ticket?.id !== open.ticket || ticket?.state !== 'serving') return null
  const send = (target: { toService: string } | { toCounter: string }) => {
    void steps.act('transfer', { ticket: ticket.id, ...target, ...ending() })
  }
  const given = (ids: string[]) =>
    ids.flatMap((id) => view.services.find((service) => service.id === id)?.shortName ?? []).join(', ')
  const toCounters = view.counters
    .filter(({ id, state }) => id !== counter.id && state === 'open')
    .map((one) => ({
      key: one.spoken,
      words: `Quầy ${one.spoken}`,
      note: given(one.services),
      take: () => {
        close()
        send({ toCounter: one.id })
      },
    }))
  const toServices = numbered(
    view.services.map(({ id, shortName, colour, waiting }) => ({
      words: shortName,
      note: `${waiting} chờ`,
      colour,
      take: () => send({ toService: id }),
    })),
  )
  return {
    title: `Chuyển số ${ticket.number} đến`,
    tabs: { words: ['Nội dung', 'Quầy'], key: 'C' },
    choices: open.second ? toCounters : toServices,
  }
}

/** The wrong button: another service, or with the second tab another class. */
export function change(open: OpenSheet, { view, staff }: Desk): SheetContent | null {
  const ticket = staff?.waiting.find(({ id }) => id === open.ticket)
  if (!staff || !ticket) return null
  const reasons = staff.reasons.change
  const usual = open.second ? reasons.find(({ code }) => code === 'priority') : reasons[0]
  const reason = open.picked?.[0] ?? (usual ?? reasons[0])?.code ?? ''
  const send = (what: Record<string, unknown>) => void steps.settle(ticket.id, 'change', { ...what, reason })
  return {
    title: `Đổi số ${ticket.number} sang`,
    ...(staff.classes.length > 1 ? { tabs: { words: ['Nội dung', 'Diện'], key: 'C' } } : {}),
    reasons: reasons.map(({ code, vi }) => ({ code, words: vi, chosen: code === reason })),
    choices: open.second
      ? numbered(
          staff.classes
            .filter((one) => one !== ticket.class)
            .map((one) => ({ words: classWords[one], take: () => send({ class: one }) })),
        )
      : numbered(
          view.services
            .filter(({ id }) => id !== ticket.service)
            .map(({ id, shortName, colour }) => ({
              words: shortName,
              colour,
              take: () => send({ service: id }),
            })),
        ),
  }
}
