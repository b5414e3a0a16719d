/** Loads an npm package when a device first needs it; one that cannot be loaded is that device's fault alone. */
import { messageOf, wireError } from './wire-error.ts'

/** `instead`: what to set in the site file to do without it, where there is a way. */
export async function loadPackage<T>(name: string, load: () => Promise<T>, instead?: string): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const why = messageOf(error).split('\n')[0]
    const way = instead === undefined ? '' : `${instead}, or `
    throw wireError(
      'not-supported',
      `the package ${name} cannot be loaded (${why}): ${way}install build-essential, run npm ci in the program's folder and start the program again`,
      error,
    )
  }
}
