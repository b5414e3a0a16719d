/** What stands on each sheet: its title and its choices, made anew from the views whenever they change. Draws nothing. */
import { byReason, close, numbered, type SheetContent } from './choices.ts'
import { type Desk, type OpenSheet, openOrClose, openSheet, pauseOrContinue, sheet, steps } from './desk.ts'
import { change, transfer } from './sheet-ticket.ts'

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

function officer({ counter }: Desk): SheetContent {
  if (counter.officer)
    return {
      title: `Cán bộ ${counter.officer} đang làm việc tại quầy ${counter.spoken}`,
      choices: numbered([{ words: 'Thoát', take: () => void steps.act('log-out', {}) }]),
    }
  return {
    title: `Đăng nhập tại quầy ${counter.spoken}`,
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
    title: `Nội dung quầy ${counter.spoken} hôm nay`,
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
