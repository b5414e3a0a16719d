/** The hall's LED board on /dev/spidev0.0: a call of the shipped hall stands there dot by dot, whatever the chips do. */
import * as assert from 'uvu/assert'
import { callDots } from '../../../displays/board/hall-board.ts'
import type { DeviceOf } from '../../../hardware/site-description.ts'
import type { CheckFile } from '../check.ts'
import { type MatrixBoard, plugMatrices } from '../world/matrix-chain.ts'
import { soon } from '../world/wait.ts'

const config: DeviceOf<'hall-board'> = {
  id: 'bang-sanh',
  kind: 'hall-board',
  driver: 'max7219',
  spi: { bus: 0, chipSelect: 0 },
  rows: 16,
  columns: 64,
  secondRow: 'back-turned',
}
const counter = 'quay-3'

let board: MatrixBoard | undefined

export const checks: CheckFile = {
  order: 22,
  station: { devices: [config] },
  plug(world) {
    board = plugMatrices(world.spi(), config)
  },
  add(check, _, hall) {
    const shows = (number: string, spoken: string) => {
      const picture = callDots({ number, counter: spoken }, config).rows.map((row) =>
        row.map((dot) => (dot ? '#' : '.')).join(''),
      )
      return soon(`the hall board shows ${number}`, () => board?.dots().join() === picture.join())
    }
    let called = { number: '', spoken: '' }

    check('a call stands on the hall’s LED board, dot by dot', async () => {
      await hall.healthIs(config.id, 'ready')
      const { services, spoken } = (await hall.view()).counters.find(
        ({ id }: { id: string }) => id === counter,
      )
      const issued = await hall.post('/api/tickets', { service: services[0] })
      assert.is(issued.status, 201)
      const next = await hall.post(`/api/counters/${counter}/next`)
      assert.is(next.status, 200, JSON.stringify(next.body))
      called = { number: next.body.number, spoken }
      await shows(called.number, spoken)
    })

    check('matrices that noise or a loss of power reset show the call again by themselves', async () => {
      board?.losePower()
      assert.not.ok(board?.dots().join('').includes('#'))
      await shows(called.number, called.spoken)
    })

    check('without a notice the last call stays when it is no longer new', async () => {
      await new Promise((resolve) => setTimeout(resolve, 16_000))
      await shows(called.number, called.spoken)
      await hall.post(`/api/counters/${counter}/no-show`)
    })
  },
}
