/**
 * The one connection of all tabs of a browser: browsers allow six connections to a host over HTTP/1.1, so a
 * stream per tab would leave none for the buttons. A tab that vanished without a word is dropped after a while.
 */
import { hallAddress, openFeed, type Topic } from './feed.ts'

/** Hidden tabs may run their timers once a minute only. */
const forgetAfterMs = 150_000

type WorkerScope = { onconnect: ((event: MessageEvent) => void) | null }
const scope = self as unknown as WorkerScope
const feed = openFeed(hallAddress)

scope.onconnect = (event) => {
  const port = event.ports[0]
  if (!port) return
  let leave: (() => void) | null = null
  let forget: ReturnType<typeof setTimeout> | undefined
  const gone = () => {
    clearTimeout(forget)
    leave?.()
    leave = null
  }
  port.onmessage = (message: MessageEvent<{ want: Topic[] | null }>) => {
    const { want } = message.data
    if (!want) return gone()
    clearTimeout(forget)
    forget = setTimeout(gone, forgetAfterMs)
    leave ??= feed.join(want, (news) => port.postMessage(news))
  }
  port.postMessage('hello')
}
