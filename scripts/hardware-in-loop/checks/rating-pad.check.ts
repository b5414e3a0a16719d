/** Rating pads at two counters of the running hall, one on lines of the header and one on an expander. */
import * as assert from 'uvu/assert'
import { mcp23017Model } from '../../../firmware/wire/mcp23017.sim.ts'
import type { CheckFile } from '../check.ts'
import { pause, soon } from '../world/wait.ts'

/** Lines that the ward leaves free. No light is on one that another check has pulled high. */
export const padLines = [
  { pin: 6, lightPin: 13 },
  { pin: 16, lightPin: 14 },
  { pin: 18, lightPin: 15 },
  { pin: 19, lightPin: 20 },
  { pin: 26, lightPin: 21 },
]
const address = 0x21
/** Shared with the expander of another check, as two chips may. */
const interruptPin = 4
const places = [0, 1, 2, 3, 4]
const chip = mcp23017Model({
  changed() {
    litTogether ||= chipLights() === '11111'
    follow()
  },
})
let follow: () => void = () => {}
const chipLights = () => places.map((place) => (chip.levels() >> (8 + place)) & 1).join('')
/** Each light on the chip is a transfer of its own: all may be lit together for a moment only. */
let litTogether = false

export const checks: CheckFile = {
  order: 41,
  station: {
    expanders: [{ id: 'mr-2', chip: 'mcp23017', bus: 1, address: '0x21', interruptPin }],
    devices: [
      {
        id: 'danh-gia-quay-1',
        kind: 'rating-pad',
        driver: 'gpiochip',
        counter: 'quay-1',
        buttons: padLines,
      },
      {
        id: 'danh-gia-quay-2',
        kind: 'rating-pad',
        driver: 'expander',
        counter: 'quay-2',
        buttons: places.map((n) => ({ pin: `mr-2:A${n}`, lightPin: `mr-2:B${n}` })),
      },
    ],
  },
  plug({ i2c, header, openDrain }) {
    i2c(1).plug(address, chip)
    const pull = openDrain(interruptPin)
    follow = () => pull(chip.interrupt())
    follow()
    for (const { pin } of padLines) header.drive(pin, 1)
  },
  add(check, { header }, hall) {
    const headerLights = () => padLines.map(({ lightPin }) => header.level(lightPin)).join('')
    const pads = [
      {
        counter: 'quay-1',
        service: 'ho-tich',
        wired: 'lines of the header',
        contact: (place: number, closed: boolean) =>
          header.drive(padLines[place]?.pin ?? Number.NaN, closed ? 0 : 1),
        lights: headerLights,
        allLit: () => headerLights() === '11111',
      },
      {
        counter: 'quay-2',
        service: 'dat-dai',
        wired: 'an expander',
        contact: (place: number, closed: boolean) => chip.drive(place, closed ? 0 : undefined),
        lights: chipLights,
        allLit: () => litTogether,
      },
    ]
    for (const { counter, service, wired, contact, lights, allLit } of pads) {
      const rated = async () =>
        (await hall.get('/api/manager')).body.counters.find(({ id }: { id: string }) => id === counter)
          .ratings
      const at = (action: string) => hall.post(`/api/counters/${counter}/${action}`)
      const lit = (wanted: string) => soon(`the lights are ${wanted}`, () => lights() === wanted)
      async function press(place: number) {
        contact(place, true)
        // As long as a finger's: a program this slow may well be busy for half of it.
        await pause(250)
        contact(place, false)
      }
      /** Calls and serves one visitor. */
      async function visit() {
        await hall.post('/api/tickets', { service })
        const { ticket } = (await hall.view()).counters.find(({ id }: { id: string }) => id === counter)
        if (ticket) await at(ticket.state === 'called' ? 'no-show' : 'finish')
        for (const action of ['next', 'start', 'finish']) {
          const { status, body } = await at(action)
          assert.is(status, 200, JSON.stringify(body))
        }
      }

      check(`a pad on ${wired} is dark, and lit as soon as there is a visit to rate`, async () => {
        await hall.healthIs(`danh-gia-${counter}`, 'ready')
        assert.is(lights(), '00000')
        await visit()
        await lit('11111')
      })

      check(`a visitor's press on ${wired} is recorded, and its button alone thanks`, async () => {
        const before = await rated()
        await press(1)
        await lit('01000')
        const after = await rated()
        assert.equal([after.n, after.mean], [before.n + 1, 4])
        await lit('00000')
      })

      check(`a second word on ${wired} is refused: all lights blink, nothing is recorded`, async () => {
        const before = await rated()
        litTogether = false
        await press(4)
        await soon('all lights are lit together', allLit, { everyMs: 4 })
        await lit('00000')
        await pause(1000)
        assert.equal(await rated(), before)
      })
    }
  },
}
