/** What the bundler puts in place of these names. */
declare const LIVE_WORKER: string
declare module 'pictograms:all' {
  const all: Record<string, string>
  // biome-ignore lint/style/noDefaultExport: the bundler's JSON modules have one
  export default all
}
declare module '*.css'
