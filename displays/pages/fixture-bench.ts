/** What the bench shows of a hall's simulated wires, for developing and testing its page. Test-only. */
import type { BenchView, HallView } from '../../controller/api/views.ts'
import { hallView } from './fixture-views.ts'

/** Four characters as an HT16K33 holds them. */
const letters = '0123456789AC- '
const segments = [0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f, 0x77, 0x39, 0x40, 0]
export function boardRam(text: string): number[] {
  const ram = new Array<number>(16).fill(0)
  ;[0, 2, 6, 8].forEach((place, index) => {
    ram[place] = segments[letters.indexOf(text[index] ?? ' ')] ?? 0
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
            kind: 'code-scanner',
            id: 'scanner',
            device: '/dev/input/by-id/usb-Scanner-event-kbd',
            read: ['HEN-2026-7'],
            fault: 'none',
          },
          {
            kind: 'hall-board',
            id: 'hall-board',
            rows: 16,
            columns: 32,
            dots: ['80000001', ...Array<string>(14).fill('00000000'), '8000000f'],
            brightness: 4,
            fault: 'none',
          },
          {
            kind: 'text-board',
            id: 'text-board',
            address: 1,
            text: 'A012 → Quầy 3',
            runs: false,
            light: 100,
            fault: 'none',
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
