/** For tests of the link: a started Mosquitto, a journal, and an outbox on a link to a broker; all end with the test. */

import { type MoreListener, mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import { later, quick, watch } from '../bus/bus.test-kit.ts'
import { isoTime } from '../domain/local-time.ts'
import type { Journal } from '../journal/envelope.ts'
import { openJournal } from '../journal/journal.ts'
import { type LinkBroker, openDossierLink } from './link.ts'
import { openOutbox } from './outbox.ts'

const site = 'demo'
const localIso = (at: number) => isoTime(at, 'Asia/Ho_Chi_Minh')
export const count = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

export async function startMosquitto(more?: MoreListener) {
  const broker = await mosquitto(more)
  later(broker.remove)
  await broker.start()
  return broker
}

export async function openAt(directory: string, more: { maxPages?: number } = {}): Promise<Journal> {
  const journal = await openJournal({ directory, siteId: site, ...more })
  if ('refused' in journal) throw new Error(journal.message)
  later(journal.close)
  return journal
}

export function openTo(journal: Journal, broker: LinkBroker, window = 64, clock: Clock = systemClock) {
  const { journalId, lastSeq } = journal
  const shared = { site, clock, isoTime: localIso }
  const link = openDossierLink({
    ...shared,
    ...{ broker, journalId, pauses: quick },
    describe: () => ({ seq: lastSeq(), at: localIso(clock.now()) }),
  })
  const outbox = openOutbox({ ...shared, journal, link, window })
  const { look, until } = watch()
  outbox.onChange(look)
  link.onChange(look)
  const close = async () => {
    await outbox.close()
    await link.close()
  }
  later(close)
  return {
    ...outbox,
    close,
    until,
    link,
    drop: link.drop,
    state: () => ({ ...link.state(), ...outbox.state() }),
    delivered: () => until(() => outbox.state().pending === 0),
  }
}
