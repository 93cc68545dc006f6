/** How much of long lists the palette searches. Without zod: browsers load it. */
export const SEARCHED = {
  /** Older ones are in the list of jobs, which has a filter. */
  newestJobs: 20_000,
  newestEndedIncidents: 50,
  /** Repositories of a cluster whose snapshots are listed for a search. */
  repositories: 20,
  /** The names of a snapshot's indices: it can have thousands. */
  indicesOfSnapshot: 30,
} as const;
