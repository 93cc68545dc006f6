import { ALIASES } from './aliases.ts';
import { BACKUPS } from './backups.ts';
import { CLUSTERS } from './clusters.ts';
import { DRILLS } from './drills.ts';
import { INCIDENTS } from './incidents.ts';
import { JOBS } from './jobs.ts';
import { PROCESS } from './process.ts';
import { SCHEDULES } from './schedules.ts';
import type { Definition } from './sheet.ts';

/** Every metric, by group. docs/monitoring.md describes each of them. */
export const CATALOGUE: readonly Definition[] = [
  CLUSTERS,
  ALIASES,
  BACKUPS,
  DRILLS,
  JOBS,
  SCHEDULES,
  INCIDENTS,
  PROCESS,
].flatMap((group): Definition[] => Object.values(group));
