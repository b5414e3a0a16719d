/** A small hall for tests, and the sentence form: given these commands, when this one, then these events. */

import { roundTheClock } from './calendar.ts'
import type { Command } from './commands.ts'
import { applyAll, type Decision, decide } from './decide.ts'
import type { Rules } from './rules.ts'
import { initialState, type State } from './state.ts'

export const noon = Date.UTC(2026, 10, 23, 5, 0, 0)

export const smallRules: Rules = {
  timeZone: 'Asia/Ho_Chi_Minh',
  calendar: roundTheClock,
  series: [
    { id: 'a', prefix: 'A', width: 3 },
    { id: 'shared', prefix: '', width: 2 },
  ],
  services: [
    { id: 'land', name: 'Đất đai', series: 'a', agency: null },
    { id: 'family', name: 'Hộ tịch', series: 'shared', agency: null },
    { id: 'fees', name: 'Thu phí', series: 'shared', agency: null },
  ],
  counters: [
    { id: 'q1', spoken: '1', services: ['land'], opensItself: true, agency: null, preference: {} },
    { id: 'q2', spoken: '2', services: ['land', 'family'], opensItself: true, agency: null, preference: {} },
    { id: 'q3', spoken: '3', services: ['fees'], opensItself: false, agency: null, preference: {} },
  ],
  outcomes: [
    { code: 'accepted', vi: 'đã tiếp nhận', en: 'accepted' },
    { code: 'supplement', vi: 'yêu cầu bổ sung', en: 'supplement requested' },
  ],
  classes: [
    { id: 'ordinary', rate: 1 },
    { id: 'booked', rate: 1 },
    { id: 'priority', rate: 1 },
  ],
  holdReasons: [{ code: 'specialist', vi: 'chờ chuyên viên', en: 'waiting for a specialist' }],
  pauseReasons: [{ code: 'break', vi: 'nghỉ giải lao', en: 'break' }],
  changeReasons: [{ code: 'wrong-button', vi: 'bấm nhầm nút', en: 'wrong button' }],
  voidReasons: [
    { code: 'mistake', vi: 'lấy nhầm số', en: 'issued by mistake' },
    { code: 'visitor-left', vi: 'người dân đã về', en: 'the visitor left' },
    { code: 'slip-failed', vi: 'phiếu in lỗi', en: 'the slip failed' },
  ],
  maxOvertakes: 3,
  returnWithinMinutes: 30,
  returnBehind: 2,
  transferCredit: 'keep',
  bookingGraceMinutes: 15,
  nextWhileCalled: 'start-and-finish',
  outcomeRequired: false,
  voidFailedAfterMinutes: 10,
}

/** Carries out commands one second apart and throws when one is refused: for what a test takes as given. */
export function given(commands: readonly Command[], from: State = initialState()): State {
  return commands.reduce((state, command) => {
    const { events, refused } = decide(command, state)
    if (refused) throw new Error(`given ${command.type}: ${refused.code}`)
    return applyAll(state, events, command.at)
  }, from)
}

export function openHall(rules: Rules = smallRules): State {
  return given([
    { type: 'ChangeSite', at: noon - 3_600_000, rules, site: {} },
    { type: 'OpenDay', at: noon - 3_600_000, date: '2026-11-23' },
  ])
}

export const issueTicket = (
  id: string,
  service = 'land',
  more: Partial<Extract<Command, { type: 'IssueTicket' }>> = {},
): Command => ({ type: 'IssueTicket', at: noon, newTicket: id, service, source: 'button', ...more })

export const onPaper = { slip: { station: 'hall', printer: 'printer', ready: true } }

/** The events of a decision as short lines, to compare at a glance. */
export const lines = ({ events, refused }: Decision): string[] => [
  ...events.map(({ type, data }) => ('number' in data ? `${type} ${data.number}` : type)),
  ...(refused ? [`refused ${refused.code}`] : []),
]
