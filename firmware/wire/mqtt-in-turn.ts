/** What goes out to a broker, in order and never more at once than it takes. Knows nothing of messages. */

/** Lets no more go out at once than the broker said it takes; the rest waits in order. */
export function inTurn(most: number): (counts: boolean, send: (done: () => void) => void) => void {
  const waiting: (() => void)[] = []
  let underWay = 0
  return (counts, send) => {
    // QoS 0 is not counted by the broker, but it must not overtake either.
    const go = () => {
      if (counts) underWay++
      send(() => {
        if (counts) underWay--
        while (underWay < most && waiting.length > 0) waiting.shift()?.()
      })
    }
    if (underWay < most && waiting.length === 0) go()
    else waiting.push(go)
  }
}
