/** A lamp or relay that is on while its counter calls, or for a moment at each call. It does not know why. */
export type CallLamp = {
  /** May be repeated; the last one wins. */
  light(on: boolean): void
  /** A call or recall has just been made: for chimes and buzzers. */
  signal?(): void
  close(): Promise<void>
}
