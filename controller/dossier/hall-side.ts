/**
 * The hall's side of the dossier link, whole: the connection, the events that go out on it, and everything that is
 * spoken with the dossier server besides. Joins the three in the order in which they open and end; decides nothing.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Command } from '../domain/commands.ts'
import { isoTime } from '../domain/local-time.ts'
import { type DossierServer, openDossierServer } from './dossier-server.ts'
import { type DossierLink, type LinkOptions, openDossierLink } from './link.ts'
import { type Outbox, openOutbox } from './outbox.ts'

type ServerOptions = Parameters<typeof openDossierServer>[0]
type Taken = ReturnType<ServerOptions['take']>

export type HallSide = {
  link: DossierLink
  outbox: Outbox
  server: DossierServer
  react: DossierServer['react']
  /** Before the hall ends; the rest after it, whose last events still go out. */
  stopCommands(): void
  close(): Promise<void>
}

export function openHallSide(
  options: Omit<ServerOptions, 'link' | 'take' | 'confirm'> &
    Pick<LinkOptions, 'broker' | 'clockSynced' | 'pauses'> & {
      execute(
        command: Omit<Extract<Command, { type: 'TakeDossierCommand' }>, 'at'>,
        origin: { actor: { kind: 'dossier' }; cause: string },
      ): Taken
      /** Of the connection, where it is not the hall's. */
      linkClock?: Clock
    },
): HallSide {
  const { journal, site, clock, linkClock = clock, broker, clockSynced, pauses, execute } = options
  const localTime = (at: number) => isoTime(at, site.timeZone)
  const shared = { site: site.id, clock: linkClock, isoTime: localTime }
  const link = openDossierLink({
    ...shared,
    broker,
    journalId: journal.journalId,
    describe: () => ({
      seq: journal.lastSeq(),
      continues: journal.continues,
      at: localTime(clock.now()),
    }),
    ...(clockSynced && { clockSynced }),
    ...(pauses && { pauses }),
  })
  const outbox = openOutbox({ ...shared, journal, link })
  const server = openDossierServer({
    ...options,
    link,
    confirm: outbox.confirm,
    take: (command) =>
      execute({ type: 'TakeDossierCommand', ...command }, { actor: { kind: 'dossier' }, cause: command.id }),
  })
  async function shut(): Promise<void> {
    server.close()
    await outbox.close()
    await link.close()
  }
  let closed: Promise<void> | undefined
  return {
    link,
    outbox,
    server,
    react(committed) {
      outbox.wake()
      server.react(committed)
    },
    stopCommands: server.stopCommands,
    close() {
      closed ??= shut()
      return closed
    },
  }
}
