/** Where a station and the hall meet on the hall's bus. Whoever joins uses the names from here. */
export type StationTopics = {
  /** To the hall: presses, keys, outcomes, health. */
  up: string
  /** From the hall: jobs and signals. */
  down: string
  /** From the hall, retained: what the station's boards and lights show. */
  show: string
  /** Retained: whether the station is there; its last will says that it is not. */
  presence: string
}

export function stationTopics(site: string, station: string): StationTopics {
  const base = `den-luot/v1/${site}/stations/${station}`
  return { up: `${base}/up`, down: `${base}/down`, show: `${base}/show`, presence: `${base}/presence` }
}

/** `run` is new each time the station's program starts: within one run it still knows which jobs it did. */
export type Presence = { state: 'online'; run: string } | { state: 'offline' }

export function stationUser(station: string): string {
  return `station-${station}`
}

/** The client id that goes with a user name; the broker takes no other, so nobody can push another out. */
export function busClientId(username: string): string {
  return `den-luot-${username}`
}
