/** The figures of a day, for developing and testing the manager's page. Test-only. */
import type { HallView, ManagerView, RatingFigures, WaitFigures } from '../../controller/api/views.ts'
import { diskWords } from '../../controller/disk-space.ts'
import { ago, hallView } from './fixture-views.ts'

const figures = (n: number, mean: number, max: number): WaitFigures =>
  n === 0
    ? { n: 0, meanSeconds: null, medianSeconds: null, p90Seconds: null, maxSeconds: null }
    : { n, meanSeconds: mean, medianSeconds: mean * 0.9, p90Seconds: mean * 1.8, maxSeconds: max }

const ratings = (n: number, of: number, satisfied = n, mean = 4.6): RatingFigures =>
  n === 0 ? { n, of, satisfied: 0, mean: null, best: null } : { n, of, satisfied, mean, best: 5 }

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
      overLimit: { n: 9, of: 142 },
      wait: figures(113, 452, 1325),
      service: figures(108, 388, 1710),
      ratings: ratings(42, 108, 40, 4.62),
    },
    services: hall.services.map((service, index) => ({
      id: service.id,
      name: service.name,
      colour: service.colour,
      waiting: service.waiting,
      longestWaitSeconds: service.waiting ? [612, 1044, 0, 388, 75, 1325, 540][index % 7] || null : null,
      expected:
        index === 4
          ? null
          : { lowSeconds: 240 + index * 110, midSeconds: 330 + index * 150, highSeconds: 600 + index * 190 },
      issued: 12 + index * 3,
      finished: 9 + index * 2,
      wait: index === 4 ? figures(0, 0, 0) : figures(9 + index * 2, 210 + index * 95, 700 + index * 120),
      overLimit: index === 5 ? 7 : index === 1 ? 2 : 0,
      ratings: ratings(index === 4 ? 0 : 3 + index, 9 + index * 2, 3 + index - (index % 2), 4.9 - index / 10),
    })),
    counters: hall.counters.map((counter, index) => ({
      id: counter.id,
      spoken: counter.spoken,
      state: counter.state,
      pausedFor: counter.pausedFor === null ? null : 'phần mềm gặp sự cố',
      now: counter.ticket?.number ?? null,
      finished: 11 + index * 2,
      noShow: index % 3,
      wait: figures(12 + index, 300 + index * 110, 900),
      service: figures(11 + index, 250 + index * 70, 1200),
      ratings: ratings(index % 4, 11 + index * 2, index % 4, 5 - index / 20),
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
        'USB serial=J5XG001234',
      ],
      ['t1', 'Trạm lấy số cửa chính', 'printer-2', 'ticket-printer', '', '', 'TCP 192.168.1.50'],
      ['t1', 'Trạm lấy số cửa chính', 'nut-dat-dai', 'service-button', '', '', 'GPIO 17 · LED GPIO 18'],
      ['q1', 'Trạm quầy 1', 'board', 'counter-board', '', '', 'I2C 1 · 0x70'],
      [
        'q2',
        'Trạm quầy 2',
        'board',
        'counter-board',
        'no-answer',
        'I2C bus 1, address 0x71: no acknowledge',
        'I2C 1 · 0x71',
      ],
      [
        'q2',
        'Trạm quầy 2',
        'keypad',
        'counter-keypad',
        '',
        '',
        'usb-Arduino__www.arduino.cc__0043_75833353035351D0E1B1-if00 · D2 D3 D4 D5',
      ],
      ['t1', 'Trạm lấy số cửa chính', 'loa', 'loudspeaker', '', '', 'ALSA default'],
    ].map(([station = '', stationName = '', device = '', kind = '', reason, detail = '', place = '']) => ({
      station,
      stationName,
      device,
      kind,
      on: [],
      place,
      health: reason
        ? { state: 'down' as const, reason: reason as 'paper-out', detail, retries: 3 }
        : { state: 'ready' as const, ...(device === 'printer-2' ? { warning: 'paper-low' as const } : {}) },
      since: ago(640),
      lastSeen: ago(reason ? 655 : 20),
      lastError: reason ? { at: ago(640), reason: reason as 'paper-out', detail } : null,
      disagreements: device === 'board' && !reason ? 2 : 0,
      retries: reason ? 3 : 0,
      printing: kind === 'ticket-printer' ? { slips: 50, lastMs: 1480, medianMs: 1320 } : null,
    })),
    journal: { seq: hall.seq, journalId: '01JD3K8Q4M', failure: null },
    disk: {
      level: 'ample',
      freeBytes: 21_360_000_000,
      totalBytes: 29_870_000_000,
      since: ago(640),
      message: null,
    },
    dossier: {
      state: 'connected',
      broker: 'mqtt://127.0.0.1:1883',
      firstBroker: true,
      since: ago(640),
      trouble: null,
      rival: null,
      waitingSince: null,
      atBroker: hall.seq,
      pending: 0,
      atServer: hall.seq - 2,
      pendingAtServer: 2,
      server: { received: 12, refused: 1, malformed: 0, lastRefusal: null, dropped: 0, replay: null },
    },
  }
}

/** An expander that was unplugged, and these of its devices, by their ids separated by commas. */
export function lostExpander(devices: string, station = 't1'): ManagerView['devices'] {
  const detail =
    'expander mr-1: nothing answers at 0x20 on I2C bus 1: unplugged, without power, or another address'
  const entry = {
    station,
    stationName: 'Trạm lấy số cửa chính',
    health: { state: 'down' as const, reason: 'unplugged' as const, detail, retries: 3 },
    since: ago(640),
    lastSeen: ago(655),
    lastError: { at: ago(640), reason: 'unplugged' as const, detail },
    disagreements: 0,
    retries: 3,
    printing: null,
  }
  return [
    { ...entry, device: 'mr-1', kind: 'expander', on: [], place: 'MCP23017 · I2C 1 · 0x20 · INT GPIO 4' },
    ...devices.split(',').map((device, n) => ({
      ...entry,
      device,
      kind: 'service-button',
      on: ['mr-1'],
      place: `mr-1:A${n}`,
    })),
  ]
}

/** With a disk that has so much left, and what the hall says of it. */
export const withDisk = (
  view: ManagerView,
  level: 'low' | 'nearly-full',
  freeBytes: number,
): ManagerView => ({
  ...view,
  disk: {
    ...view.disk,
    level,
    freeBytes,
    message: diskWords(level, { freeBytes, totalBytes: view.disk.totalBytes ?? 0 }),
  },
})

/** Whose journal takes no writes. */
export const withFullDisk = (view: ManagerView): ManagerView => ({
  ...view,
  journal: {
    ...view.journal,
    failure: {
      reason: 'disk-full',
      text: 'nothing was written to the journal: the disk is full (SQLITE_FULL)',
    },
  },
})

/** With everything that can hinder the dossier link at once. */
export function withHinderedLink(view: ManagerView): ManagerView {
  if (!view.dossier) return view
  return {
    ...view,
    dossier: {
      ...view.dossier,
      state: 'connecting',
      broker: 'wss://mqtt-du-phong.dichvucong.tinh.example.vn/mqtt',
      firstBroker: false,
      since: '2026-11-13T16:42:00.000+07:00',
      pending: 50_769,
      waitingSince: '2026-11-13T16:42:00.000+07:00',
      pendingAtServer: 50_833,
      trouble: {
        code: 'certificate-expired',
        text: 'the broker’s certificate has expired (valid from 2025-11-13T00:00Z to 2026-11-13T00:00Z); this machine’s clock says 2026-11-23T01:00Z',
      },
      rival: { journalId: '01JD3K8Q4N-7f3a', seenAt: '2026-11-13T16:40:00.000+07:00' },
    },
  }
}
