/**
 * What the driver of a text board must do on any serial port with a board behind it: the simulated one in
 * `text-board.line.test.ts`, or a kernel's.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth, HallFace } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import { openTextBoard } from './text-board.line.ts'

export type TextRig = {
  config: DeviceOf<'text-board'>
  wires: Pick<Wires, 'serial'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  text(): string
  losePower(): void
  plug(on: boolean): void
}

const slide = (text: string) => ({ id: text, text })
export const textFace = (calls: string[], notices: string[] = [], rest: string | null = null): HallFace => ({
  calls: calls.map(slide),
  notices: notices.map(slide),
  rest: rest === null ? null : slide(rest),
})

export async function openTextBoardOn({ config, wires, clock }: TextRig) {
  const health: DeviceHealth[] = []
  const board = await openTextBoard({ config, wires, clock, onHealth: (state) => health.push(state) })
  return { ...board, health: () => health.at(-1) }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function textBoardContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<TextRig>,
) {
  test('a call with all its marks stands on the board, and nothing after closing', async () => {
    const rig = await makeRig()
    const board = await openTextBoardOn(rig)
    board.show(textFace(['A012 → Quầy 3, ĐẾN LƯỢT: Ế Ộ Ữ Ằ']))
    await rig.pass(600)
    assert.is(rig.text(), 'A012 → Quầy 3, ĐẾN LƯỢT: Ế Ộ Ữ Ằ')
    assert.equal(board.health(), { state: 'ready' })
    const closing = board.close()
    await rig.pass(600)
    await closing
    assert.is(rig.text(), '')
  })

  test('a board that lost its power is told again within seconds, and counted', async () => {
    const rig = await makeRig()
    const board = await openTextBoardOn(rig)
    board.show(textFace([], [], 'A012'))
    await rig.pass(600)
    rig.losePower()
    await rig.pass(6000)
    assert.is(rig.text(), 'A012')
    assert.equal(board.health(), { state: 'ready', disagreements: 1 })
    const closing = board.close()
    await rig.pass(600)
    await closing
  })

  test('an adapter that is pulled out and put back shows the newest call', async () => {
    const rig = await makeRig()
    const board = await openTextBoardOn(rig)
    board.show(textFace(['A012']))
    await rig.pass(600)
    rig.plug(false)
    await rig.pass(1000)
    board.show(textFace(['A013']))
    await rig.pass(2500)
    assert.is(board.health()?.state, 'down')
    rig.plug(true)
    // The pauses between tries grow to thirty seconds.
    await rig.pass(31_000)
    assert.equal([rig.text(), board.health()?.state], ['A013', 'ready'], JSON.stringify(board.health()))
    const closing = board.close()
    await rig.pass(600)
    await closing
  })
}
