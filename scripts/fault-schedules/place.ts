/** What the parts of a played schedule agree on. */
export const faultSite = { id: 'faults', name: 'Trung tâm', timeZone: 'Asia/Ho_Chi_Minh' }
export const quickPauses = { firstMs: 10, longestMs: 50 }
/** Pauses of both sides pass this many times more quickly than their name. */
export const times = 20
