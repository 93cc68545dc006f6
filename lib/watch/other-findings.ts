import type { ConfiguredCluster } from '../config.ts';
import type { Look } from '../incidents/finding.ts';

/** What jobs, backups, schedules and drills show of a cluster. */
export async function otherFindings(_cluster: ConfiguredCluster): Promise<Look> {
  return { findings: [], knows: () => false };
}
