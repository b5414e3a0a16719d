/**
 * What the dossier server hears of a command: done with its result, or a refusal in words, on the topic of answers or
 * the one that was asked for. It carries out nothing.
 */
import type { Clock } from '../../hardware/clock.ts'
import { type RefusalCode, refusal } from '../domain/refusals.ts'
import { topicsOf } from './contract/topics.ts'
import type { DossierLink, LinkMessage } from './link.ts'
import { hallMessage } from './message.ts'

export type Refused = { code: string; vi: string; en: string; pointer?: string }

const sentences: Record<string, { vi: string; en: string }> = {
  'unknown-journal': { vi: 'Không phải nhật ký đang ghi.', en: 'That is not the journal this hall writes.' },
  'replay-under-way': { vi: 'Đang gửi lại sự kiện theo một lệnh khác.', en: 'Another replay is under way.' },
  'nothing-to-replay': { vi: 'Không có sự kiện nào từ số đó.', en: 'There are no events from there on.' },
  'unknown-day': { vi: 'Không có ngày đã đóng này.', en: 'There is no such closed day.' },
  malformed: { vi: 'Lệnh không đúng định dạng.', en: 'The command is malformed.' },
  'unknown-type': { vi: 'Không có loại lệnh này.', en: 'There is no such command.' },
  'too-large': { vi: 'Lệnh quá lớn.', en: 'The command is too large.' },
  'bad-catalogue': { vi: 'Danh mục không hợp lệ.', en: 'The catalogue is not valid.' },
}

export function refuse(code: string, more: { vi?: string; en?: string; pointer?: string } = {}): Refused {
  const known = sentences[code] ?? refusal(code as RefusalCode)
  return {
    code,
    vi: more.vi ?? known.vi,
    en: more.en ?? known.en,
    ...(more.pointer !== undefined && { pointer: more.pointer }),
  }
}

/** Says it on the link. `at`: when it was decided, where that was earlier. */
export function answering({
  link,
  site,
  clock,
}: {
  link: Pick<DossierLink, 'publish'>
  site: { id: string; timeZone: string }
  clock: Clock
}) {
  const topics = topicsOf(site.id)
  return async (
    message: LinkMessage,
    told: {
      command: string | null
      type: string | null
      refused: Refused | null
      result?: Record<string, unknown>
      at?: number | undefined
    },
  ): Promise<void> => {
    const { command, type, refused, result = {}, at = clock.now() } = told
    const { responseTopic, correlationData } = message.properties
    const payload = hallMessage(
      { site: site.id, timeZone: site.timeZone },
      {
        id: `answer-${command ?? at}`,
        type: 'CommandAnswered',
        at,
        data: {
          command,
          commandType: type,
          result: refused ? 'refused' : 'done',
          ...(refused ? { refusal: refused } : {}),
          ...result,
        },
      },
    )
    const topic =
      responseTopic !== undefined && mayAnswerOn(site.id, responseTopic) ? responseTopic : topics.answers
    await link.publish(topic, payload, { properties: correlationData ? { correlationData } : {} })
  }
}

/** An answer may go to the server's own topics, but not pretend to be something else of a hall. */
export function mayAnswerOn(site: string, topic: string): boolean {
  if (topic === '' || topic.length > 200 || /[+#]/.test(topic) || topic.startsWith('$')) return false
  return !topic.startsWith('den-luot/') || topic.startsWith(`${topicsOf(site).answers}/`)
}
