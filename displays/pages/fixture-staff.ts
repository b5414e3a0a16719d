/** What staff see of the fixture's hall: enough tickets for every list of the counter page. Test-only. */
import type { HallView, StaffView } from '../../controller/api/views.ts'
import { ago, fixtureNumber } from './fixture-views.ts'

export function staffView(view: HallView): StaffView {
  const ticket = (index: number, n: number, counter: string | null, secondsAgo: number) => ({
    id: `t-${fixtureNumber(index, n)}`,
    number: fixtureNumber(index, n),
    service: view.services[index]?.id ?? 'land',
    counter,
    at: ago(secondsAgo),
  })
  return {
    at: ago(0),
    waiting: view.services
      .flatMap((service, index) =>
        Array.from({ length: service.waiting }, (_, n): StaffView['waiting'][number] => ({
          id: `t-${fixtureNumber(index, 40 + n)}`,
          number: fixtureNumber(index, 40 + n),
          service: service.id,
          class: n === 1 ? 'priority' : n === 3 ? 'booked' : 'ordinary',
          issuedAt: ago(1500 - n * 130 - index * 10),
          tiedTo: null,
          linked: n === 2,
          overtakes: index === 0 && n === 0 ? 2 : 0,
          callable: !(index === 1 && n === 2),
        })),
      )
      .sort((a, b) => a.issuedAt.localeCompare(b.issuedAt)),
    held: [ticket(0, 5, 'q1', 700), ticket(1, 7, 'q2', 300)],
    returnable: [{ ...ticket(0, 8, 'q1', 500), until: ago(-1300) }],
    finished: [ticket(0, 9, 'q1', 400), ticket(1, 6, 'q2', 450), ticket(0, 4, 'q1', 900)],
    reasons: {
      hold: [
        { code: 'specialist', vi: 'chờ chuyên viên', en: 'waiting for a specialist' },
        { code: 'photocopy', vi: 'đi photocopy giấy tờ', en: 'gone to copy papers' },
        { code: 'form', vi: 'viết tờ khai', en: 'filling in a form' },
        { code: 'same-day', vi: 'chờ kết quả trong ngày', en: 'waiting for a result of today' },
      ],
      pause: [
        { code: 'break', vi: 'nghỉ giải lao', en: 'break' },
        { code: 'meeting', vi: 'họp', en: 'meeting' },
        { code: 'back-office', vi: 'xử lý hồ sơ', en: 'work on dossiers' },
        { code: 'system-down', vi: 'phần mềm gặp sự cố', en: 'the dossier software is down' },
      ],
      change: [
        { code: 'wrong-button', vi: 'bấm nhầm nút', en: 'wrong button' },
        { code: 'priority', vi: 'thuộc diện ưu tiên', en: 'entitled to priority' },
      ],
      void: [
        { code: 'visitor-left', vi: 'người dân đã về', en: 'the visitor left' },
        { code: 'mistake', vi: 'lấy nhầm số', en: 'issued by mistake' },
        { code: 'slip-failed', vi: 'phiếu in lỗi', en: 'the slip failed' },
      ],
    },
    classes: ['ordinary', 'booked', 'priority'],
    maxOvertakes: 3,
  }
}

/** The same hall, where one counter is otherwise. */
export const withCounter = (
  view: HallView,
  id: string,
  over: Partial<HallView['counters'][number]>,
): HallView => ({
  ...view,
  counters: view.counters.map((one) => (one.id === id ? { ...one, ...over } : one)),
})
