/**
 * What the hall had said to the world, as marks in the log of writes: each was written after the fact. A mark is
 * one word, as device-mapper wants it.
 */
export type Said = { what: 'issued' | 'printed' | 'called'; number: string }

export const markOf = ({ what, number }: Said) => `${what}:${number}`

export function saidIn(marks: readonly string[]): Said[] {
  return marks.flatMap((mark) => {
    const [, what, number] = /^(issued|printed|called):(\S+)$/.exec(mark) ?? []
    return number === undefined ? [] : [{ what: what as Said['what'], number }]
  })
}
