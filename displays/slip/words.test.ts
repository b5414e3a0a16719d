import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { aheadLine, counterLine, reprintLine, timeAndDate, waitLine } from './words.ts'

const test = suite('words of a slip')
const zone = 'Asia/Ho_Chi_Minh'

test('time and date are those of the site, whatever offset the instant was written with', () => {
  assert.equal(timeAndDate('2026-11-23T10:42:59+07:00', zone), { time: '10:42', date: '23/11/2026' })
  assert.equal(timeAndDate('2026-11-22T17:05:00Z', zone), { time: '00:05', date: '23/11/2026' })
  assert.throws(() => timeAndDate('today', zone), /not a time/)
})

test('nobody ahead is said in words', () => {
  assert.is(aheadLine(3), 'Số người chờ trước: 3')
  assert.is(aheadLine(0), 'Không có người chờ trước')
})

test('counters are listed in order, neighbours joined, long lists cut', () => {
  assert.is(counterLine([]), null)
  assert.is(counterLine(['5', '1', '3']), 'Quầy 1, 3, 5')
  assert.is(counterLine(['1', '2']), 'Quầy 1, 2')
  assert.is(counterLine(['7', '6', '5', '4', '3', '2', '1']), 'Quầy 1–7')
  assert.is(counterLine(['9', '10', '11', '2']), 'Quầy 2, 9–11')
  assert.is(counterLine(['12B', '12', '12A', '13']), 'Quầy 12, 12A, 12B, 13')
  assert.is(counterLine(['1', '3', '5', '7', '9', '11', '13']), 'Quầy 1, 3, 5, 7, 9, 11, …')
})

test('a reprint says which one and when', () => {
  assert.is(reprintLine({ n: 1, at: '2026-11-23T10:42:00+07:00' }, zone), 'IN LẠI lần 1, 10:42')
})

test('the wait is a range in round minutes that promises no more than is known', () => {
  const line = (low: number, high: number) => waitLine({ low: low * 60, high: high * 60 })
  assert.is(line(0, 4), 'Dự kiến chờ: dưới 5 phút')
  assert.is(line(3, 12), 'Dự kiến chờ: dưới 15 phút')
  assert.is(line(11, 18), 'Dự kiến chờ: 10–20 phút')
  assert.is(line(21, 47), 'Dự kiến chờ: 20–50 phút')
})

test.run()
