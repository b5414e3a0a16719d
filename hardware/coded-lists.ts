/**
 * The lists an officer chooses from: what came of a visit (requirement R8), and the reasons for what is done to a
 * ticket or a counter. A code stands in events and figures and is never free text; the words beside it are what
 * people read, and may change.
 */
import { type TProperties, Type } from 'typebox'
import { defaulted, Id, object } from './describe.ts'
import { type Entry, entriesOf, groupOf, textOf } from './loose.ts'
import { placeOf, quote, type Report, type Step } from './problem.ts'

type Words = { code: string; vi: string; en?: string }
const words = (code: string, vi: string, en: string): Words => ({ code, vi, en })

const Coded = object(
  {
    code: Id('Stands in events and figures; keep it when the words change.'),
    vi: Type.String({ minLength: 1, maxLength: 60, description: 'What officers read, in Vietnamese.' }),
    en: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        description: 'The same in English; the Vietnamese without it.',
      }),
    ),
  },
  'One choice.',
)
const list = (description: string, usual: Words[]) =>
  defaulted(Type.Array(Coded, { minItems: 1, maxItems: 20, description, default: usual }))

export const OutcomesDescription = list('What can have come of a visit. Keys 1 to 9 choose the first nine.', [
  words('accepted', 'đã tiếp nhận', 'accepted'),
  words('supplement', 'yêu cầu bổ sung', 'supplement requested'),
  words('refused', 'từ chối tiếp nhận', 'refused'),
  words('guided', 'đã hướng dẫn', 'guided'),
  words('fee-paid', 'đã thu phí', 'fee paid'),
  words('result-returned', 'đã trả kết quả', 'result returned'),
])

const reasons = {
  hold: list('Why a visit is put aside.', [
    words('specialist', 'chờ chuyên viên', 'waiting for a specialist'),
    words('photocopy', 'đi photocopy giấy tờ', 'gone to copy papers'),
    words('form', 'viết tờ khai', 'filling in a form'),
    words('same-day', 'chờ kết quả trong ngày', 'waiting for a result of today'),
  ]),
  pause: list('Why a counter pauses.', [
    words('break', 'nghỉ giải lao', 'break'),
    words('meeting', 'họp', 'meeting'),
    words('back-office', 'xử lý hồ sơ', 'work on dossiers'),
    words('system-down', 'phần mềm gặp sự cố', 'the dossier software is down'),
  ]),
  change: list(
    'Why a waiting ticket gets another service or class; "priority" is offered first for a class.',
    [
      words('wrong-button', 'bấm nhầm nút', 'wrong button'),
      words('priority', 'thuộc diện ưu tiên', 'entitled to priority'),
    ],
  ),
  void: list(
    'Why a waiting ticket is withdrawn; "slip-failed" is always there, because the hall itself uses it.',
    [
      words('visitor-left', 'người dân đã về', 'the visitor left'),
      words('mistake', 'lấy nhầm số', 'issued by mistake'),
      words('slip-failed', 'phiếu in lỗi', 'the slip failed'),
    ],
  ),
} satisfies TProperties

/** A group whose lists may be left out one by one. */
export const ReasonsDescription = reasons
/** What the hall itself writes at the day's end. */
const ownReason = 'day-ended'

export function checkCodedLists(root: unknown, site: Entry, report: Report): void {
  const group = groupOf(site, 'reasons')
  const lists = [entriesOf(site, 'outcomes'), ...Object.keys(reasons).map((name) => entriesOf(group, name))]
  for (const entries of lists) {
    once(root, entries, 'code', report, 'is already the code at')
    once(root, entries, 'vi', report, 'already stands at')
  }
  for (const entry of entriesOf(group, 'void'))
    if (textOf(entry, 'code') === ownReason)
      report(
        'error',
        [...entry.steps, 'code'],
        `is ${quote(ownReason)}, which the hall itself writes when the day ends; take another code.`,
      )
}

function once(root: unknown, entries: Entry[], key: string, report: Report, already: string): void {
  const seen = new Map<string, readonly Step[]>()
  for (const entry of entries) {
    const value = textOf(entry, key)
    if (value === undefined) continue
    const same = value.trim().toLocaleLowerCase('vi')
    const first = seen.get(same)
    if (!first) seen.set(same, [...entry.steps, key])
    else
      report(
        'error',
        [...entry.steps, key],
        `${quote(value)} ${already} ${placeOf(root, first)}; officers could not tell the two apart, so change or take out one.`,
      )
  }
}
