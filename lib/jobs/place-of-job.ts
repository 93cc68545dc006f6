import type { Place } from '../backups/sources.ts';
import type { Job } from '../contract/job.ts';
import { kinds } from '../kinds/kinds.ts';
import { placeOn } from './place-on.ts';

/** Where a job is carried out: on its cluster, or on another one that its work names. `place` throws for an unknown key. */
export const placeOfJob = ({ cluster, work }: Pick<Job, 'cluster' | 'work'>, place: (key: string) => Place): Place =>
  placeOn(cluster, kinds.of(work).runsOn(work), place);
