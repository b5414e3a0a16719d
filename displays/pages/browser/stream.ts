/**
 * One server-sent event stream that comes back by itself. The browser's own reconnecting stops for good at the
 * first answer that is not 200 and never notices a line that went silent, so both are done here.
 */
export type Stream = { close(): void }

/** The server sends `ping` every 5 s; silence three times as long means the line is dead. */
export const silenceLimitMs = 15_000
const firstDelayMs = 500
const longestDelayMs = 8_000

export function openStream(options: {
  address: string
  events: readonly string[]
  hear: (event: string, data: unknown) => void
}): Stream {
  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let delayMs = firstDelayMs
  let lastHeard = performance.now()
  let closed = false

  const connect = () => {
    lastHeard = performance.now()
    const opened = new EventSource(options.address)
    source = opened
    for (const name of [...options.events, 'ping']) {
      opened.addEventListener(name, (event) => {
        if (opened !== source) return
        lastHeard = performance.now()
        delayMs = firstDelayMs
        options.hear(name, JSON.parse((event as MessageEvent<string>).data))
      })
    }
    opened.onerror = () => {
      if (opened === source) again()
    }
  }
  const again = () => {
    source?.close()
    source = null
    if (closed) return
    clearTimeout(retry)
    // The random part keeps a hall's screens from coming back in the same instant.
    retry = setTimeout(connect, delayMs * (0.75 + Math.random() / 2))
    delayMs = Math.min(delayMs * 2, longestDelayMs)
  }
  const watchdog = setInterval(() => {
    if (source && performance.now() - lastHeard > silenceLimitMs) again()
  }, 2_000)

  connect()
  return {
    close() {
      closed = true
      clearInterval(watchdog)
      clearTimeout(retry)
      source?.close()
      source = null
    },
  }
}
