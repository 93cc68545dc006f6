import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import { byName } from '../contract/by-name.ts';
import { DAY_STATES } from '../contract/day-states.ts';
import type { Overview } from '../contract/overview.ts';
import type { Generations } from '../present/alias-map.ts';
import type { SnapshotListing } from '../known-backups/snapshot-summary.ts';
import { daysOfAliases } from './load-backup-days.ts';

/** The last 30 days of these aliases, a digit for each day. */
export function backupDaysOf(
  cluster: ConfiguredCluster,
  { listing, snapshots }: { listing: BackupListing; snapshots: SnapshotListing },
  groups: readonly Generations[],
  aliases: Overview['aliases'],
): Overview['backupDays'] {
  const until = new Date().toISOString().slice(0, 10);
  if (groups.length === 0) return { until, states: byName([]) };
  const daysOf = daysOfAliases(cluster, listing, snapshots);
  const liveOf = new Map(groups.map(({ alias, live }) => [alias, live]));
  return {
    until,
    states: byName(
      aliases.map(({ alias }): [string, string] => {
        const days = daysOf(alias, liveOf.get(alias) ?? []) ?? [];
        return [alias, days.map(({ state }) => DAY_STATES.indexOf(state)).join('')];
      }),
    ),
  };
}
