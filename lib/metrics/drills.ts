import type { ClusterFacts } from './cluster-facts.ts';
import { gauge, type Sheet } from './sheet.ts';

const ofAlias = ['cluster', 'alias'] as const;

export const DRILLS = {
  passed: gauge(
    'restore_desk_last_passed_drill_timestamp_seconds',
    'When a drill last restored a backup of the alias, and found it equal.',
    ofAlias,
  ),
  duration: gauge('restore_desk_last_passed_drill_duration_seconds', 'How long that drill took.', ofAlias),
  failed: gauge(
    'restore_desk_last_drill_failed',
    'Whether the newest drill of the alias failed: its backup was not restored, or was not equal.',
    ofAlias,
  ),
};

export function addDrills(sheet: Sheet, { aliases, cluster: { key: cluster } }: ClusterFacts): void {
  for (const { alias, drills } of aliases) {
    const of = { cluster, alias };
    // Without any drill nothing is known of a restore: neither that it works nor that it fails.
    if (drills === null || (drills.passed === null && !drills.failed)) continue;
    sheet.set(DRILLS.passed, of, drills.passed && drills.passed.at / 1000);
    sheet.set(DRILLS.duration, of, drills.passed?.seconds ?? null);
    sheet.set(DRILLS.failed, of, Number(drills.failed));
  }
}
