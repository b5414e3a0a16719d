/**
 * What the loudspeaker of a zone can do, whichever driver stands behind it: one utterance after another, none
 * cut off, none over another. One that has not begun may be hushed.
 */
export type Utterance = { outcome: 'spoken' | 'dropped' | 'failed'; detail?: string }

export type Loudspeaker = {
  /** `clips` are names in the voice pack, without ".wav". */
  speak(job: string, pack: string, clips: string[]): Promise<Utterance>
  /** Drops a job that still waits; one that has begun is finished. */
  hush(job: string): void
  close(): Promise<void>
}
