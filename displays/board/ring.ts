/** What the ring around a service button says: `open` when a number of its service is given now. A printer that cannot print matters only while tickets are given. */
export function ringFace({
  open,
  printerReady,
}: {
  open: boolean
  printerReady: boolean
}): 'ready' | 'closed' | 'printer-down' {
  if (!open) return 'closed'
  return printerReady ? 'ready' : 'printer-down'
}
