/** A lamp or relay that is on while its counter calls. It does not know why. */
export type CallLamp = {
  /** May be repeated; the last one wins. */
  light(on: boolean): void
  close(): Promise<void>
}
