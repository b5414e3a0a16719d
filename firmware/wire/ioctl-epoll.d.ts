/** What is used here of two packages that have no types of their own. */
declare module 'ioctl' {
  /** Throws with the errno's code. A number is handed over as it is, in the place of an address. */
  function ioctl(descriptor: number, request: number, argument: Buffer | number): number
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
