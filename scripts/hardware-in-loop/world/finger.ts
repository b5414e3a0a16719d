/** A finger on the ward's buttons, with contacts that bounce. */
import { pause } from './wait.ts'
import { buttonPins, type Service, type World } from './world.ts'

export type Finger = {
  down(service: Service): Promise<void>
  up(service: Service): Promise<void>
  press(service: Service, forMs?: number): Promise<void>
  /** As a press, but the contact chatters this often on its way down and up, at most 8 ms long. */
  chatter(service: Service, times: number): Promise<void>
}

export function finger({ header }: World): Finger {
  async function contact(service: Service, closed: boolean, bounces: number) {
    const pin = buttonPins[service]
    const [made, open] = closed ? ([0, 1] as const) : ([1, 0] as const)
    header.drive(pin, made)
    for (let i = 0; i < bounces; i++) {
      await pause(8 / bounces / 2)
      header.drive(pin, open)
      header.drive(pin, made)
    }
  }
  async function press(service: Service, forMs: number, bounces: number) {
    await contact(service, true, bounces)
    await pause(forMs)
    await contact(service, false, bounces)
  }
  return {
    down: (service) => contact(service, true, 0),
    up: (service) => contact(service, false, 0),
    press: (service, forMs = 80) => press(service, forMs, 2),
    chatter: (service, times) => press(service, 80, times),
  }
}
