/** The part of i2c-bus that `i2c.ts` uses; the package has no types of its own. */
declare module 'i2c-bus' {
  export type PromisifiedBus = {
    i2cWrite(address: number, length: number, buffer: Buffer): Promise<{ bytesWritten: number }>
    i2cRead(address: number, length: number, buffer: Buffer): Promise<{ bytesRead: number; buffer: Buffer }>
    readI2cBlock(
      address: number,
      register: number,
      length: number,
      buffer: Buffer,
    ): Promise<{ bytesRead: number; buffer: Buffer }>
    close(): Promise<void>
  }
  export function openPromisified(bus: number): Promise<PromisifiedBus>
}
