/**
 * A day that goes on until somebody pulls the plug: the shipped controller on the kernel's own devices, its
 * journal on the disk /dev/vdb, a finger that presses without end. Every byte that reaches the printer leaves the
 * guest at once, as a line of this program. Runs in the virtual machine.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startHall } from '../../controller/process.test-kit.ts'
import { siteFile, writeSite } from '../hardware-in-loop/site.ts'
import { finger } from '../hardware-in-loop/world/finger.ts'
import { pause, soon } from '../hardware-in-loop/world/wait.ts'
import { buttonPins, makeWorld, type Service } from '../hardware-in-loop/world/world.ts'
import { folderOnDisk } from './check-cut.ts'
import { paperLine, pressingLine } from './witness.ts'

const mounted = '/mnt'
mkdirSync(mounted, { recursive: true })
execFileSync('mount', ['-t', 'ext4', '/dev/vdb', mounted])

writeSite([])
const world = await makeWorld()
world.printer.onBlock((bytes) => console.log(paperLine(bytes)))
const hall = await startHall(['--site', siteFile, '--data', join(mounted, folderOnDisk)])
await soon('the printer is ready', async () => {
  const { devices } = (await hall.get('/api/manager')).body
  return devices.some(
    (one: { device: string; health: { state: string } }) =>
      one.device === 'may-in' && one.health.state === 'ready',
  )
})
const hand = finger(world)
const services = Object.keys(buttonPins) as Service[]
console.log(pressingLine)
for (let turn = 0; ; turn++) {
  // Several slips wait for the printer when the plug is pulled.
  const service = services[turn % services.length] ?? 'ho-tich'
  await hand.press(service)
  if (turn % 3 === 2) await hall.post(`/api/counters/quay-${1 + (turn % 3)}/next`)
  await pause(300)
}
