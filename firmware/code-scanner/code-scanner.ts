/** A scanner that reads codes held before it. It does not know what a code means, and cannot answer. */
export type CodeScanner = {
  close(): Promise<void>
}
