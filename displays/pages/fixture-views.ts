/** Views for developing and testing the pages: a hall as a commune's centre has it, at any size. Test-only. */
import type { HallView, PhoneView } from '../../controller/api/views.ts'

export const fixtureStart = Date.UTC(2026, 10, 23, 3, 42, 0)
export const isoAt = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().replace('Z', '+07:00')
export const ago = (seconds: number) => isoAt(fixtureStart - seconds * 1000)

const services: [string, string, string, string, HallView['services'][number]['pictogram']][] = [
  ['land', 'Đất đai – Môi trường', 'Đất đai – Môi trường', '#8a5a00', 'land'],
  ['justice', 'Hộ tịch – Chứng thực', 'Hộ tịch – Chứng thực', '#7a1f5c', 'justice'],
  ['construction', 'Xây dựng – Đô thị và Quản lý trật tự xây dựng', 'Xây dựng', '#a03c1a', 'construction'],
  ['social', 'Lao động – Thương binh và Xã hội, Bảo trợ xã hội', 'Lao động – Xã hội', '#0b6370', 'social'],
  ['business', 'Đăng ký hộ kinh doanh', 'Đăng ký kinh doanh', '#1f4fa3', 'business'],
  ['id-card', 'Cư trú – Căn cước', 'Cư trú', '#3b3f98', 'id-card'],
  ['payment', 'Nộp phí, lệ phí và thuế', 'Nộp phí', '#5b6b1a', 'payment'],
  ['result', 'Nhận kết quả giải quyết thủ tục hành chính', 'Nhận kết quả', '#1b7a43', 'result'],
]
const letters = 'ABCDEFGHIKLMNOPQRSTUVXY'
const waitings = [3, 5, 0, 2, 1, 12, 4, 0]

export const fixtureNumber = (service: number, n: number): string =>
  `${letters[service % letters.length]}${String(n).padStart(3, '0')}`
const serviceId = (index: number): string => services[index % services.length]?.[0] ?? 'land'

export function hallView(options: { counters?: number; zones?: number } = {}): HallView {
  const count = options.counters ?? 7
  const zones = options.zones ?? 1
  const counters = Array.from({ length: count }, (_, index): HallView['counters'][number] => {
    const closed = index === 4 || index % 11 === 10
    const number = fixtureNumber(index, 12 + index)
    const calling = index === 2
    const idle = index === 5
    return {
      id: `q${index + 1}`,
      spoken: String(index + 1),
      name: null,
      floor: null,
      zone: `z${(index % zones) + 1}`,
      agency: null,
      services: index === 0 ? [serviceId(0), serviceId(1), serviceId(2)] : [serviceId(index)],
      state: closed ? 'closed' : 'open',
      pausedFor: null,
      officer: null,
      undo: null,
      waiting: waitings[index % waitings.length] ?? 0,
      ticket:
        closed || idle
          ? null
          : {
              id: `t-${number}`,
              number,
              service: serviceId(index),
              state: calling ? 'called' : 'serving',
              issuedAt: ago(900 + index * 30),
              calledAt: ago(calling ? 4 : 200 + index * 40),
              calls: 1,
              startedAt: calling ? null : ago(170 + index * 40),
              slipDoubtful: false,
            },
      lastNumber: closed ? null : number,
    }
  })
  const calls = counters
    .filter((counter) => counter.lastNumber)
    .sort((a, b) => (b.ticket?.calledAt ?? '').localeCompare(a.ticket?.calledAt ?? ''))
    .slice(0, 12)
    .map((counter) => ({
      id: `t-${counter.lastNumber}`,
      number: counter.lastNumber ?? '',
      service: counter.services[0] ?? 'land',
      counter: counter.id,
      spoken: counter.spoken,
      at: counter.ticket?.calledAt ?? ago(1500),
      recall: false,
      active: counter.ticket?.state === 'called',
    }))
  return {
    site: {
      id: 'demo',
      name: 'Trung tâm Phục vụ hành chính công xã An Hòa',
      authority: 'Ủy ban nhân dân xã An Hòa',
      hotline: '1900 0000',
      timeZone: 'Asia/Ho_Chi_Minh',
      logo: null,
      simulated: true,
    },
    at: ago(0),
    day: '2026-11-23',
    seq: 412,
    sessions: null,
    services: services.map(([id, name, shortName, colour, pictogram], index) => ({
      id,
      name,
      shortName,
      colour,
      pictogram,
      open: index !== 4,
      waiting: waitings[index] ?? 0,
      waitingSince: waitings[index] ? ago(300 + index * 100) : null,
      lastNumber: fixtureNumber(index, 12 + index),
    })),
    counters,
    calls,
    unclaimed: [],
    posted: [],
    dossierFigures: null,
    notices: [],
    printers: [{ station: 'sanh', name: 'Tủ lấy số ở sảnh', ready: true }],
    outcomes: [
      { code: 'accepted', vi: 'Đã tiếp nhận', en: 'Accepted' },
      { code: 'supplement', vi: 'Yêu cầu bổ sung', en: 'Supplement requested' },
      { code: 'refused', vi: 'Từ chối tiếp nhận', en: 'Refused' },
      { code: 'guided', vi: 'Đã hướng dẫn', en: 'Guided' },
      { code: 'fee-paid', vi: 'Đã thu phí', en: 'Fee paid' },
      { code: 'result-returned', vi: 'Đã trả kết quả', en: 'Result returned' },
    ],
    rules: { nextWhileCalled: 'start-and-finish', outcomeRequired: false },
  }
}

/** The same hall after `counter` called `number`, `secondsAgo` before the fixture's start. */
export function withCall(view: HallView, counterId: string, number: string, secondsAgo = 0): HallView {
  const at = ago(secondsAgo)
  const counter = view.counters.find((one) => one.id === counterId)
  if (!counter) throw new Error(`no counter ${counterId}`)
  const service = counter.services[0] ?? 'land'
  const ticket: NonNullable<typeof counter.ticket> = {
    id: `t-${number}`,
    number,
    service,
    state: 'called',
    issuedAt: ago(600),
    calledAt: at,
    calls: 1,
    startedAt: null,
    slipDoubtful: false,
  }
  return {
    ...view,
    seq: view.seq + 1,
    counters: view.counters.map((one) =>
      one.id === counterId ? { ...one, state: 'open', ticket, lastNumber: number } : one,
    ),
    calls: [
      {
        id: ticket.id,
        number,
        service,
        counter: counterId,
        spoken: counter.spoken,
        at,
        recall: false,
        active: true,
      },
      ...view.calls.filter((call) => call.counter !== counterId),
    ].slice(0, 12),
  }
}

/** 25 counters, two of them calling at once with long numbers. */
export const largeHallView = (): HallView =>
  withCall(withCall(hallView({ counters: 25 }), 'q25', 'A1088', 1), 'q12', 'HK007', 5)

export const printerDown: HallView['notices'] = [
  { code: 'printer-down', message: { vi: 'Máy in phiếu đang hết giấy.', en: '' } },
]

/** What a wall tells beside calls and counters. */
export const told = {
  posted: [{ id: 'a', text: 'Sáng mai, thứ Ba, trung tâm làm việc từ 08:00.', from: null, until: null }],
  dossierFigures: { since: '2026-11-01', total: 1834, early: 900, onTime: 910, overdue: 24, asOf: ago(0) },
}

export function phoneView(over: Partial<PhoneView> = {}): PhoneView {
  return {
    site: { name: 'Trung tâm Phục vụ hành chính công xã An Hòa', hotline: '1900 0000' },
    at: ago(0),
    number: 'B017',
    service: { name: 'Hộ tịch – Chứng thực', colour: '#7a1f5c', pictogram: 'justice' },
    state: 'waiting',
    ahead: 3,
    estimate: { lowSeconds: 420, highSeconds: 900 },
    noCounterOpen: false,
    issuedAt: ago(480),
    counter: null,
    rating: null,
    ...over,
  }
}
