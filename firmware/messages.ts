/**
 * What passes between the hall and a station: the same messages by function call in the controller's own
 * process and as JSON over the hall's bus. Nothing here knows what a queue is.
 *
 * `show` is state: it may be repeated at any moment and the last one wins. `print`, `speak` and `signal` are
 * effects: a station does each job id once and answers with its outcome.
 */

/**
 * What a counter board shows: at most four characters of A–Z the board can draw, 0–9, "-", " ". `light` is a
 * percentage of the brightness in the site file, 100 when absent.
 */
export type BoardFace = { text: string; blink: boolean; light?: number }
/** One thing a hall board shows; the same id is the same thing. `dots` are for boards that have no font. */
export type Slide = { id: string; text: string; dots?: Raster }
/**
 * What a hall board shows: calls in turn, newest first, each new one at once; without a call the notices, one
 * after another; without a notice the slide `rest`.
 */
export type HallFace = { calls: Slide[]; notices: Slide[]; rest: Slide | null; light?: number }
/** What the ring around a service button says. */
export type RingFace = 'ready' | 'closed' | 'printer-down'
/** A short answer to the person at the device: a ring pattern, a beep. */
export type Signal = 'accepted' | 'refused'
/** A black-and-white picture: rows from the top, 8 dots a byte, most significant bit left, 1 = black, base64. */
export type Raster = { width: number; height: number; bits: string }

export type Show = {
  type: 'show'
  boards: Record<string, BoardFace>
  rings: Record<string, RingFace>
  lamps: Record<string, boolean>
  /** Hall boards; a hall of an older version sends none. */
  halls?: Record<string, HallFace>
  /** Rating pads: lit while a visit can be rated. */
  pads?: Record<string, boolean>
}
export type Print = { type: 'print'; job: string; printer: string; raster: Raster }
/** `clips` are names in the voice pack, spoken one after another; the chime is one of them. */
export type Speak = { type: 'speak'; job: string; speaker: string; pack: string; clips: string[] }
/** Drops a spoken job that has not begun; one that has begun is finished. */
export type Hush = { type: 'hush'; job: string }
export type SignalDevice = { type: 'signal'; device: string; signal: Signal }
export type StationDown = Show | Print | Speak | Hush | SignalDevice

export type Press = { type: 'press'; id: string; device: string }
/** `digits` go with `call` (a number to be called) and `officer` (who logs in). */
export type Key = {
  type: 'key'
  id: string
  device: string
  key: 'next' | 'recall' | 'start' | 'call' | 'officer'
  long: boolean
  digits?: string
}
/** A rating pad's button by its place from 1, the best first. */
export type Rate = { type: 'rate'; id: string; device: string; value: number }
/** A code that was read, at most 200 characters; a longer one is cut, ends in "…" and is nobody's. */
export type Scan = { type: 'scan'; id: string; device: string; code: string }
/**
 * printed: the printer took every byte and said nothing against it. failed: it did not print (nothing left, or
 * the printer itself said no). unknown: bytes left and no answer tells what became of them.
 */
export type Printed = {
  type: 'printed'
  job: string
  printer: string
  outcome: 'printed' | 'failed' | 'unknown'
  reason?: DeviceFault
  detail?: string
  /** With failed: no byte of it has left, so that another printer may print it. */
  nothingLeft?: true
  /** From the first byte to the printer's word that it came to the end; only where it gives its word. */
  tookMs?: number
}
export type Spoken = {
  type: 'spoken'
  job: string
  outcome: 'spoken' | 'dropped' | 'failed'
  detail?: string
}
export type HealthReport = { type: 'health'; device: string; health: DeviceHealth }
/**
 * When devices last worked: `agoMs` before this message, as two computers' clocks differ. Sent at most once a
 * minute, with those alone that changed; `retries` of those that are down.
 */
export type Seen = { type: 'seen'; devices: Record<string, { agoMs?: number; retries?: number }> }
export type StationUp = Press | Key | Rate | Scan | Printed | Spoken | HealthReport | Seen

export type DeviceFault =
  | 'unplugged'
  | 'no-answer'
  | 'stuck'
  | 'paper-out'
  | 'cover-open'
  | 'offline'
  | 'disagrees'
  | 'not-supported'
/**
 * What somebody should see to though the device still works. no-enter: a scanner does not end its codes.
 * code-lost: what a scanner read did not come whole and has to be read again. not-alone: what a scanner reads is typed
 * into the computer too. no-interrupt: an expander has to be asked all the time.
 */
export type DeviceWarning = 'paper-low' | 'no-enter' | 'code-lost' | 'not-alone' | 'no-interrupt'
export type DeviceHealth =
  | { state: 'starting' }
  /** `disagreements`: how often it was found showing something else than it was told, and set right. `detail`: of the warning. */
  | { state: 'ready'; disagreements?: number; warning?: DeviceWarning; detail?: string }
  | { state: 'down'; reason: DeviceFault; detail: string; retries: number }

/** A station as the hall holds it, whichever way it is joined. */
export type StationLink = {
  send(message: StationDown): void
  close(): Promise<void>
}
