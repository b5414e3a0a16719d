/** The part of rpio that the lamp's process uses; the package has no types of its own and may be absent. */
declare module 'rpio' {
  type Rpio = {
    LOW: 0
    HIGH: 1
    OUTPUT: 1
    init(options: { gpiomem: boolean; mapping: 'gpio'; close_on_exit: boolean }): void
    open(pin: number, mode: 1, initial: 0 | 1): void
    write(pin: number, level: 0 | 1): void
    on(event: 'warn', listener: (message: string) => void): void
  }
  const rpio: Rpio
  export = rpio
}
