/** Without zod, for the browser too. */

/** What a cluster's place in the list is by, the worst first. Of `none` nothing is wrong, and all is known. */
export const CONCERNS = [
  /** Searches fail or miss documents now: an open critical incident about an alias. */
  'critical',
  'red',
  /** It does not answer, or refuses to say how it is. */
  'silent',
  /** Aliases have fewer documents than their last good backup, are missing or can't be searched. */
  'losses',
  /** Open incidents about something else: disks, backups, drills. */
  'incidents',
  'overdue',
  'drill',
  /** What must be known to say that nothing is wrong is unknown. */
  'unknown',
  /** For a short time; longer is an incident. */
  'yellow',
  'none',
] as const;
export type Concern = (typeof CONCERNS)[number];
