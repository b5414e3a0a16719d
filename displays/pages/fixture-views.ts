/** Views for developing and testing the pages: a hall as a commune's centre has it, at any size. Test-only. */
import type { BenchView, HallView, ManagerView, PhoneView, WaitFigures } from '../../controller/api/views.ts'

export const fixtureStart = Date.UTC(2026, 10, 23, 3, 42, 0)
export const isoAt = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().replace('Z', '+07:00')
const ago = (seconds: number) => isoAt(fixtureStart - seconds * 1000)

const services: [string, string, string, string, HallView['services'][number]['pictogram']][] = [
  ['land', 'Đất đai – Môi trường', 'Đất đai', '#8a5a00', 'land'],
  ['justice', 'Hộ tịch – Chứng thực', 'Hộ tịch', '#7a1f5c', 'justice'],
  ['construction', 'Xây dựng – Đô thị và Quản lý trật tự xây dựng', 'Xây dựng', '#a03c1a', 'construction'],
  ['social', 'Lao động – Thương binh và Xã hội, Bảo trợ xã hội', 'Lao động – Xã hội', '#0b6370', 'social'],
  ['business', 'Đăng ký hộ kinh doanh', 'Hộ kinh doanh', '#1f4fa3', 'business'],
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
    notices: [],
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

const figures = (n: number, mean: number, max: number): WaitFigures =>
  n === 0
    ? { n: 0, meanSeconds: null, medianSeconds: null, p90Seconds: null, maxSeconds: null }
    : { n, meanSeconds: mean, medianSeconds: mean * 0.9, p90Seconds: mean * 1.8, maxSeconds: max }

export function managerView(hall: HallView = hallView()): ManagerView {
  return {
    at: hall.at,
    day: hall.day,
    total: {
      issued: 146,
      waiting: 27,
      serving: 5,
      finished: 108,
      noShow: 4,
      voided: 2,
      wait: figures(113, 452, 1325),
      service: figures(108, 388, 1710),
    },
    services: hall.services.map((service, index) => ({
      id: service.id,
      name: service.name,
      colour: service.colour,
      waiting: service.waiting,
      longestWaitSeconds: service.waiting ? [612, 1044, 0, 388, 75, 1325, 540][index % 7] || null : null,
      issued: 12 + index * 3,
      finished: 9 + index * 2,
      wait: index === 4 ? figures(0, 0, 0) : figures(9 + index * 2, 210 + index * 95, 700 + index * 120),
      overLimit: index === 5 ? 7 : index === 1 ? 2 : 0,
    })),
    counters: hall.counters.map((counter, index) => ({
      id: counter.id,
      spoken: counter.spoken,
      state: counter.state,
      now: counter.ticket?.number ?? null,
      finished: 11 + index * 2,
      noShow: index % 3,
      wait: figures(12 + index, 300 + index * 110, 900),
      service: figures(11 + index, 250 + index * 70, 1200),
    })),
    limitSeconds: 900,
    devices: [
      [
        't1',
        'Trạm lấy số cửa chính',
        'printer',
        'ticket-printer',
        'paper-out',
        'The printer says it has no paper.',
      ],
      ['t1', 'Trạm lấy số cửa chính', 'nut-dat-dai', 'service-button', '', ''],
      ['q1', 'Trạm quầy 1', 'board', 'counter-board', '', ''],
      ['q2', 'Trạm quầy 2', 'board', 'counter-board', 'no-answer', 'I2C bus 1, address 0x71: no acknowledge'],
      ['q2', 'Trạm quầy 2', 'keypad', 'counter-keypad', '', ''],
      ['t1', 'Trạm lấy số cửa chính', 'loa', 'loudspeaker', '', ''],
    ].map(([station = '', stationName = '', device = '', kind = '', reason, detail = '']) => ({
      station,
      stationName,
      device,
      kind,
      health: reason
        ? { state: 'down' as const, reason: reason as 'paper-out', detail, retries: 3 }
        : { state: 'ready' as const },
      since: ago(640),
    })),
    journal: { seq: hall.seq, journalId: '01JD3K8Q4M' },
    dossier: { state: 'connected', broker: 'mqtt://127.0.0.1:1883', pending: 0, lastError: null },
  }
}

/** Four characters as an HT16K33 holds them. */
const glyphs: Record<string, number> = {
  '0': 0x3f,
  '1': 0x06,
  '2': 0x5b,
  '3': 0x4f,
  '4': 0x66,
  '5': 0x6d,
  '6': 0x7d,
  '7': 0x07,
  '8': 0x7f,
  '9': 0x6f,
  A: 0x77,
  C: 0x39,
  '-': 0x40,
  ' ': 0,
}
export function boardRam(text: string): number[] {
  const ram = new Array<number>(16).fill(0)
  ;[0, 2, 6, 8].forEach((place, index) => {
    ram[place] = glyphs[text[index] ?? ' '] ?? 0
  })
  return ram
}

export function benchView(hall: HallView = hallView()): BenchView {
  return {
    at: hall.at,
    stations: [
      {
        id: 'entrance',
        name: 'Trạm lấy số cửa chính',
        devices: [
          ...hall.services.map((service, index) => ({
            kind: 'service-button' as const,
            id: `button-${service.id}`,
            pin: 4 + index,
            pressed: false,
            ring: service.open,
            fault: 'none' as const,
          })),
          {
            kind: 'ticket-printer',
            id: 'printer',
            paperMm: 80,
            bytes: 31_240,
            fault: 'none',
            slips: [1, 2, 3].map((n) => ({ id: `s${n}`, picture: `/fixture/slip-${n}.png`, cut: true })),
          },
          {
            kind: 'loudspeaker',
            id: 'speaker',
            playing: true,
            fault: 'none',
            heard: [{ id: 'h1', sound: '/fixture/sound.wav', seconds: 6.2 }],
          },
        ],
      },
      ...hall.counters.map((counter, index) => ({
        id: `counter-${counter.id}`,
        name: `Quầy ${counter.spoken}`,
        devices: [
          {
            kind: 'counter-board' as const,
            id: `board-${counter.id}`,
            address: `0x7${index % 8}`,
            ram: boardRam(
              counter.state === 'closed' ? '----' : (counter.lastNumber ?? '').replace(/[^A0-9]/, 'C'),
            ),
            on: true,
            blinkHz: counter.ticket?.state === 'called' ? 1 : 0,
            brightness: 12,
            fault: 'none' as const,
          },
          {
            kind: 'counter-keypad' as const,
            id: `keypad-${counter.id}`,
            pressed: [],
            buzzer: false,
            fault: 'none' as const,
          },
          ...(index < 2
            ? [
                {
                  kind: 'call-lamp' as const,
                  id: `lamp-${counter.id}`,
                  pin: 20,
                  on: index === 0,
                  fault: 'none' as const,
                },
              ]
            : []),
        ],
      })),
    ],
  }
}

export function phoneView(over: Partial<PhoneView> = {}): PhoneView {
  return {
    site: { name: 'Trung tâm Phục vụ hành chính công xã An Hòa', hotline: '1900 0000' },
    at: ago(0),
    number: 'B017',
    service: { name: 'Hộ tịch – Chứng thực', colour: '#7a1f5c', pictogram: 'justice' },
    state: 'waiting',
    ahead: 3,
    issuedAt: ago(480),
    counter: null,
    ...over,
  }
}
