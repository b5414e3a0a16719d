/**
 * Says everything that is wrong with a site file, and what its Pis' config.txt must hold; on the Pi itself also which of
 * its USB printers are one. It opens no device. Exit code 0:
 * the file may be used (it may have warnings). 2: it may not, or no file was named.
 */
import { usbPrintersNamedTwice } from '../firmware/wire/usb-printers.ts'
import { bootLines } from '../hardware/boot-lines.ts'
import { formatProblems } from '../hardware/problem.ts'
import { readSite } from '../hardware/read-site.ts'

const [file, ...others] = process.argv.slice(2)
if (file === undefined || others.length > 0 || file.startsWith('-')) {
  console.error('Usage: scripts/check-site FILE\nExample: scripts/check-site hardware/sites/demo.json')
  process.exitCode = file === '--help' || file === '-h' ? 0 : 2
} else {
  const reading = await readSite(file)
  if (reading.ok) {
    const { site, warnings } = reading
    if (warnings.length > 0) console.log(formatProblems(warnings))
    const devices = site.stations.flatMap((station) => station.devices)
    console.log(
      `OK ${site.id}: ${site.services.length} services, ${site.counters.length} counters, ` +
        `${site.stations.length} stations, ${devices.length} devices, ${count(warnings.length, 'warning')}`,
    )
    const usb = devices.flatMap((device) =>
      device.kind === 'ticket-printer' && device.connection.startsWith('usb:') ? [device.connection] : [],
    )
    for (const { path, connections } of await usbPrintersNamedTwice(usb))
      console.log(
        `warning: ${connections.join(' and ')} are one printer at this computer, ${path}: give each its own.`,
      )
    for (const station of site.stations) {
      const lines = bootLines(station)
      if (lines.length > 0)
        console.log([`config.txt of the Pi of ${station.id} (${station.name}):`, ...lines].join('\n  '))
    }
  } else {
    const errors = reading.problems.filter((problem) => problem.severity === 'error').length
    console.error(formatProblems(reading.problems))
    console.error(`${file}: ${count(errors, 'error')}, ${count(reading.problems.length - errors, 'warning')}`)
    process.exitCode = 2
  }
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`
}
