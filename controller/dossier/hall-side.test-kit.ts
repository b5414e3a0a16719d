/** For tests: the hall's side of the link, as the controller puts it together, on a test hall; it ends with the test. */
import { systemClock } from '../../hardware/clock.ts'
import { later, quick } from '../bus/bus.test-kit.ts'
import type { TestHall } from '../hall.test-kit.ts'
import { openHallSide } from './hall-side.ts'
import type { LinkBroker } from './link.ts'

type More = Partial<
  Pick<Parameters<typeof openHallSide>[0], 'devices' | 'estimate' | 'changeServices' | 'nearTurnAhead'>
>

export function linkHall({ hall, journal, clock }: TestHall, broker: LinkBroker, more: More = {}) {
  const side = openHallSide({
    ...{ journal, broker, pauses: quick, state: hall.state, execute: hall.execute },
    site: { id: 'test', timeZone: 'Asia/Ho_Chi_Minh', name: 'Trung tâm' },
    // Pauses between messages are real, dates and validity are the hall's.
    clock: { ...systemClock, now: clock.now },
    linkClock: systemClock,
    devices: () => [],
    nearTurnAhead: 1,
    estimate: () => null,
    newTicketId: () => `server-${Math.random().toString(36).slice(2)}`,
    changeServices: () => ({ refused: { pointer: '/data/services', en: 'No.' } }),
    ...more,
  })
  hall.onCommit(side.react)
  later(side.close)
  return side
}
