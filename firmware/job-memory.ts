/**
 * Which jobs a station has done, so that none is done twice: a job that comes again while it runs is ignored,
 * one that comes again later gets its recorded outcome. The memory is bounded; a restart forgets it, and the
 * hall knows that by the station's new run.
 */
export const jobsKept = 200

export type JobMemory<Outcome> = {
  /** Does a job that is new here; `work` must not reject. */
  run(job: string, work: () => Promise<Outcome>): void
}

export function jobMemory<Outcome>({ report }: { report: (outcome: Outcome) => void }): JobMemory<Outcome> {
  const jobs = new Map<string, Outcome | 'running'>()

  return {
    run(job, work) {
      const known = jobs.get(job)
      if (known === 'running') return
      if (known !== undefined) return report(known)
      jobs.set(job, 'running')
      void work().then((outcome) => {
        // Set anew so that the order in the map is the order of ending.
        jobs.delete(job)
        jobs.set(job, outcome)
        for (const [oldest, state] of jobs) {
          if (jobs.size <= jobsKept) break
          if (state !== 'running') jobs.delete(oldest)
        }
        report(outcome)
      })
    },
  }
}
