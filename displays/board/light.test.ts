import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lightAt } from './light.ts'

const test = suite('brightness by time of day')
const at = (hours: number, minutes = 0) => hours * 60 + minutes

test('without a table everything is as bright as its device says', () => {
  assert.is(lightAt([], at(3)), 100)
})

test('an entry holds from its minute until the next one, over midnight too', () => {
  const dimming = [
    { from: '17:30', percent: 40 },
    { from: '06:30', percent: 100 },
  ]
  assert.is(lightAt(dimming, at(6, 29)), 40)
  assert.is(lightAt(dimming, at(6, 30)), 100)
  assert.is(lightAt(dimming, at(17, 29)), 100)
  assert.is(lightAt(dimming, at(17, 30)), 40)
  assert.is(lightAt(dimming, at(0)), 40)
})

test.run()
