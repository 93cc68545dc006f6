import type { Place } from '../backups/sources.ts';
import type { Job } from '../contract/job.ts';
import { kinds } from '../kinds/kinds.ts';

/** The place of work about a cluster that is carried out on another one (`on`; null: on the same), with both clusters. */
export const placeOn = (cluster: string, on: string | null, place: (key: string) => Place): Place =>
  on === null ? place(cluster) : { ...place(on), live: place(cluster).cluster };

/** Where a job is carried out: on its cluster, or on another one that its work names. `place` throws for an unknown key. */
export const placeOfJob = ({ cluster, work }: Pick<Job, 'cluster' | 'work'>, place: (key: string) => Place): Place =>
  placeOn(cluster, kinds.of(work).runsOn(work), place);
