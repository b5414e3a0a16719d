/**
 * Checks the addresses on each I2C bus of one Pi. Chips of the trunk and multiplexers share one space; chips
 * behind a channel must differ from each other and from all of the trunk, since the trunk hears what is sent to
 * them, and may repeat what is behind another channel. It knows no kind of device but by its addresses.
 */
import { addressesOfChip } from './expander-pins.ts'
import { type Entry, groupOf, numberOf, textOf } from './loose.ts'
import { placeOf, type Report, type Step } from './problem.ts'

type Place = { bus: number; address: string; mux: { address: string; channel: number } | undefined }
type Claim = { place: string; address: string; steps: readonly Step[]; kind: string | undefined }

/** Addresses a kind's chip can be set to. */
const addressesOf: Record<string, readonly string[]> = {
  ...addressesOfChip,
  'counter-board': Array.from({ length: 8 }, (_, n) => `0x7${n}`),
}

export function i2cPlaceOf(device: Entry): Place | undefined {
  const bus = numberOf(device, 'bus')
  const address = textOf(device, 'address')
  if (bus === undefined || address === undefined) return undefined
  const group = groupOf(device, 'mux')
  const [at, channel] = [textOf(group, 'address'), numberOf(group, 'channel')]
  // A multiplexer that is written wrongly has its own message; where its chip is, nobody knows.
  if (group && (at === undefined || channel === undefined)) return undefined
  return {
    bus,
    address,
    mux: at === undefined || channel === undefined ? undefined : { address: at, channel },
  }
}

export function checkI2c(root: unknown, devices: Entry[], report: Report): void {
  const trunk = new Map<string, Claim>()
  const behind: Claim[] = []
  const trunkOf = (claim: Claim) => `${claim.place.split('/')[0]} ${claim.address.toLowerCase()}`
  const here = ({ place, address }: Claim) => `${place} ${address.toLowerCase()}`
  const claims = devices.flatMap((device): { claim: Claim; mux?: Claim }[] => {
    const at = i2cPlaceOf(device)
    if (!at) return []
    const kind = textOf(device, 'kind') ?? textOf(device, 'chip')
    const bus = String(at.bus)
    const steps = [...device.steps, 'address']
    if (!at.mux) return [{ claim: { place: bus, address: at.address, steps, kind } }]
    const mux = {
      place: bus,
      address: at.mux.address,
      steps: [...device.steps, 'mux', 'address'],
      kind: 'mux',
    }
    const place = `${bus}/${at.mux.address}/${at.mux.channel}`
    return [{ claim: { place, address: at.address, steps, kind }, mux }]
  })
  const all = claims.flatMap(({ claim, mux }) => (mux ? [claim, mux] : [claim]))

  function tell(claim: Claim, first: Claim, why: string) {
    const [bus, mux, channel] = claim.place.split('/')
    const where = mux === undefined ? `bus ${bus}` : `bus ${bus} behind channel ${channel} of ${mux}`
    // What is behind any channel is heard by the trunk as well.
    const hears = (place: string) =>
      place === bus || (mux === undefined ? place.startsWith(`${bus}/`) : place === claim.place)
    const used = all.filter(({ place }) => hears(place)).map(({ address }) => address.toLowerCase())
    const free = (addressesOf[claim.kind ?? ''] ?? []).filter((one) => !used.includes(one))
    const fix =
      free.length > 0
        ? `solder another address on one of the two (free: ${free.join(', ')})`
        : claim.kind === 'counter-board'
          ? 'eight boards are all one bus can carry, so put this one behind a channel of a TCA9548A (mux) or at another station'
          : 'solder another address on one of the two'
    report(
      'error',
      claim.steps,
      `address ${claim.address} on ${where} is already used by ${placeOf(root, first.steps)}${why}; ${fix}.`,
    )
  }

  for (const { claim, mux } of claims) {
    if (mux) {
      const first = trunk.get(here(mux))
      if (!first) trunk.set(here(mux), mux)
      else if (first.kind !== 'mux') tell(mux, first, '')
      behind.push(claim)
      continue
    }
    const first = trunk.get(here(claim))
    if (first) tell(claim, first, first.kind === 'mux' ? ', a multiplexer' : '')
    else trunk.set(here(claim), claim)
  }
  const seen = new Map<string, Claim>()
  for (const claim of behind) {
    const above = trunk.get(trunkOf(claim))
    const first = seen.get(here(claim))
    if (above)
      tell(
        claim,
        above,
        above.kind === 'mux'
          ? ', a multiplexer, which hears the same'
          : ', which is on the bus itself and hears the same',
      )
    else if (first) tell(claim, first, '')
    else seen.set(here(claim), claim)
  }
}
