/** What stands on each sheet: its title and its choices, made anew from the views whenever they change. Draws nothing. */
import {
  type Desk,
  type OpenSheet,
  openOrClose,
  openSheet,
  outcome,
  pauseOrContinue,
  sheet,
  steps,
} from './desk.ts'

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
type Coded = { code: string; vi: string }

const close = () => {
  sheet.value = null
}
/** A choice that ends the sheet. */
const numbered = (list: { words: string; note?: string; colour?: string; take(): void }[]): Choice[] =>
  list.map((one, index) => ({
    ...one,
    key: String(index + 1),
    take: () => {
      close()
      one.take()
    },
  }))
const byReason = (reasons: Coded[] | undefined, take: (reason: string) => unknown): Choice[] =>
  numbered((reasons ?? []).map(({ code, vi }) => ({ words: vi, take: () => void take(code) })))

/** Null when what it was opened for is gone. */
export function contentOf(open: OpenSheet, desk: Desk): SheetContent | null {
  const { counter, staff } = desk
  const current = counter.ticket
  switch (open.kind) {
    case 'hold':
      if (current?.id !== open.ticket || current?.state !== 'serving') return null
      return {
        title: `Để chờ số ${current.number} – lý do`,
        choices: byReason(staff?.reasons.hold, (reason) => steps.act('hold', { ticket: current.id, reason })),
      }
    case 'transfer':
      return transfer(open, desk)
    case 'pause':
      if (counter.state !== 'open') return null
      return {
        title: 'Tạm dừng quầy – lý do',
        choices: byReason(staff?.reasons.pause, (reason) => steps.act('pause', { reason })),
      }
    case 'close':
      if (counter.state === 'closed') return null
      return {
        title: `Đóng quầy ${counter.spoken}?`,
        choices: numbered([{ words: 'Đóng quầy', take: () => void steps.act('close', {}) }]),
      }
    case 'officer':
      return officer(desk)
    case 'services':
      return services(open, desk)
    case 'more':
      return {
        title: `Quầy ${counter.spoken}`,
        choices: numbered([
          {
            words: counter.state === 'paused' ? 'Tiếp tục làm việc' : 'Tạm dừng',
            note: 'P',
            take: pauseOrContinue,
          },
          {
            words: counter.officer ? `Cán bộ ${counter.officer}` : 'Cán bộ đăng nhập',
            note: 'L',
            take: () => openSheet('officer'),
          },
          { words: 'Nội dung của quầy hôm nay', note: 'N', take: () => openSheet('services') },
          { words: counter.state === 'closed' ? 'Mở quầy' : 'Đóng quầy', note: 'O', take: openOrClose },
        ]),
      }
    case 'void': {
      const ticket = staff?.waiting.find(({ id }) => id === open.ticket)
      if (!ticket) return null
      return {
        title: `Hủy số ${ticket.number} – lý do`,
        choices: byReason(staff?.reasons.void, (reason) => steps.settle(ticket.id, 'void', { reason })),
      }
    }
    case 'change':
      return change(open, desk)
  }
}

function transfer(open: OpenSheet, { view, counter }: Desk): SheetContent | null {
  const ticket = counter.ticket
  if (ticket?.id !== open.ticket || ticket?.state !== 'serving') return null
  const send = (target: { toService: string } | { toCounter: string }) => {
    const chosen = outcome()
    void steps.act('transfer', { ticket: ticket.id, ...target, ...(chosen ? { outcome: chosen } : {}) })
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

function officer({ counter }: Desk): SheetContent {
  if (counter.officer)
    return {
      title: `Cán bộ ${counter.officer} đang làm việc tại quầy ${counter.spoken}`,
      choices: numbered([{ words: 'Thoát', take: () => void steps.act('log-out', {}) }]),
    }
  return {
    title: `Cán bộ đăng nhập tại quầy ${counter.spoken}`,
    choices: [],
    field: {
      label: 'Mã cán bộ',
      done: 'Đăng nhập',
      take(typed) {
        close()
        void steps.act('log-in', { officer: typed })
      },
    },
  }
}

function services(open: OpenSheet, { view, counter }: Desk): SheetContent {
  const ticked = open.picked ?? counter.services
  return {
    title: `Nội dung của quầy ${counter.spoken} hôm nay`,
    choices: view.services.map(({ id, shortName, colour }, index) => ({
      key: String(index + 1),
      words: shortName,
      colour,
      ticked: ticked.includes(id),
      take() {
        const next = ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id]
        sheet.value = { ...open, typed: '', picked: next }
      },
    })),
    done: {
      words: 'Lưu',
      take() {
        close()
        if (ticked.length > 0) void steps.act('services', { services: ticked })
        else steps.say('Quầy cần ít nhất một nội dung')
      },
    },
  }
}

/** The wrong button: another service, or with the second tab another class. */
function change(open: OpenSheet, { view, staff }: Desk): SheetContent | null {
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
