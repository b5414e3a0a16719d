/** What will happen when: a heap, earliest first, at the same moment in the order it was noted. */
export type Agenda<T> = { note(at: number, what: T): void; next(): { at: number; what: T } | undefined }

export function openAgenda<T>(): Agenda<T> {
  const heap: { at: number; order: number; what: T }[] = []
  let noted = 0
  const before = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    return one && other ? one.at - other.at || one.order - other.order : 0
  }
  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  return {
    note(at, what) {
      heap.push({ at, order: noted++, what })
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (before(parent, child) <= 0) return
        swap(parent, child)
        child = parent
      }
    },
    next() {
      const first = heap[0]
      const last = heap.pop()
      if (first && last && heap.length > 0) {
        heap[0] = last
        for (let parent = 0; ; ) {
          const [left, right] = [parent * 2 + 1, parent * 2 + 2]
          let least = parent
          if (left < heap.length && before(left, least) < 0) least = left
          if (right < heap.length && before(right, least) < 0) least = right
          if (least === parent) break
          swap(parent, least)
          parent = least
        }
      }
      return first && { at: first.at, what: first.what }
    },
  }
}
