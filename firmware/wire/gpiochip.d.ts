/** What `gpio.gpiochip.ts` uses of two packages that have no types of their own. */
declare module 'ioctl' {
  /** Throws with the errno's code. */
  function ioctl(descriptor: number, request: number, argument: Buffer): number
  export = ioctl
}

declare module 'epoll' {
  export class Epoll {
    static readonly EPOLLIN: number
    constructor(onEvent: (error: Error | null, descriptor: number, events: number) => void)
    add(descriptor: number, events: number): Epoll
    remove(descriptor: number): Epoll
    close(): void
    readonly closed: boolean
  }
}
