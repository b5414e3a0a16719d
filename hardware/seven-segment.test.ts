import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { boardLetters, segmentsOf } from './seven-segment.ts'

const board = suite('What a 7-segment board can draw')

board('every letter a series may use has a shape of its own, unlike any digit', () => {
  const seen = new Map<number, string>()
  for (const character of `0123456789${boardLetters}`) {
    const segments = segmentsOf(character)
    assert.ok(segments, `${character} has a shape`)
    assert.is(seen.get(segments ?? 0), undefined, `${character} looks like ${seen.get(segments ?? 0)}`)
    seen.set(segments ?? 0, character)
  }
})

board('letters without a shape answer undefined', () => {
  for (const letter of 'KMVWXZ') assert.is(segmentsOf(letter), undefined)
})

board.run()
