import type { ConfiguredCluster } from '../config.ts';
import { observedUuid } from '../config/cluster-uuids.ts';
import type { BackupSummary } from '../contract/backup.ts';
import type { CountPoint, WatchedTime } from '../contract/count-points.ts';
import type { DrilledBackup } from '../contract/drilled.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Loss, MissingAlias, OverviewAlias, RowBackup } from '../contract/overview.ts';
import { LOSS_SHARE } from '../contract/loss-share.ts';
import { jobs } from '../jobs/jobs.ts';
import { restore } from '../kinds/restore/describe.ts';
import { UNWATCHED_AFTER_MS } from '../live/document-counts.ts';
import { isUnsearchable } from '../present/incidents.ts';
import { lossMomentOf } from '../present/loss-moment.ts';
import { estimateByDrill, estimateOf, isAsFast, type PastRestore } from '../present/restore-estimate.ts';

interface Known {
  indices: ClusterIndices | null;
  backups: readonly BackupSummary[];
  history: { countsOf: (alias: string) => readonly CountPoint[]; watched: readonly WatchedTime[] };
}

/** What only aliases in trouble need: when they lost their documents, and how long a restore takes. */
export function incidentDetails(cluster: ConfiguredCluster, { indices, backups, history }: Known) {
  const secondsOf = restoreSeconds(cluster, backups);
  return {
    ofRows: (rows: readonly OverviewAlias[]): OverviewAlias[] =>
      rows.map((row) => {
        if (row.loss === null && !isUnsearchable(row)) return row;
        const withSeconds = <B extends EstimatedBackup>(backup: B) => ({
          ...backup,
          restoreSeconds: secondsOf(backup, row.alias),
        });
        const backup = row.backup && withSeconds(row.backup);
        const otherBackups = row.otherBackups?.map(withSeconds);
        return {
          ...row,
          backup,
          ...(otherBackups && { otherBackups }),
          loss: row.loss && withMoment(row.alias, row.loss, indices, history),
        };
      }),
    ofMissing: (missing: readonly MissingAlias[]): MissingAlias[] =>
      missing.map((each) => {
        const withSeconds = <B extends EstimatedBackup>(backup: B) => ({
          ...backup,
          restoreSeconds: secondsOf(backup, each.alias),
        });
        return {
          ...each,
          backup: withSeconds(each.backup),
          ...(each.otherBackups && { otherBackups: each.otherBackups.map(withSeconds) }),
        };
      }),
  };
}

type EstimatedBackup = Pick<RowBackup, 'id' | 'drill'>;

/** By the drill of the backup, by one of its alias, or by earlier restores of a similar size. */
function restoreSeconds(cluster: ConfiguredCluster, backups: readonly BackupSummary[]) {
  const past = pastRestores(cluster);
  const drilled = once(() => jobs.drilledBackups() ?? new Map<string, DrilledBackup>());
  return ({ drill, id }: EstimatedBackup, alias: string): NonNullable<RowBackup['restoreSeconds']> | null => {
    if (drill && isAsFast(drill)) return { from: drill.seconds, to: drill.seconds, drilledAt: drill.at };
    const file = backups.find((each) => each.id === id);
    if (file === undefined) return null;
    const byDrill = estimateByDrill(
      { ref: { source: cluster.backupSource, id }, fileBytes: file.fileBytes, alias },
      drilled(),
    );
    if (byDrill !== null) return { from: byDrill.seconds, to: byDrill.seconds, drilledAt: byDrill.drill.at };
    const bytes = file.manifest?.objects.bytes;
    const estimate = bytes === undefined ? null : estimateOf({ objectsBytes: bytes }, past());
    return estimate && { from: estimate.fromSeconds, to: estimate.toSeconds };
  };
}

function withMoment(alias: string, loss: Loss, indices: ClusterIndices | null, history: Known['history']): Loss {
  const points = history.countsOf(alias);
  const backedUp = (loss.documents / loss.percent) * 100;
  const moment = lossMomentOf(points, {
    fewest: backedUp * (1 - LOSS_SHARE),
    watchedSince: history.watched[0]?.began ?? null,
    gapMs: UNWATCHED_AFTER_MS,
  });
  const uuid = indices?.indices.find(({ name }) => name === loss.before?.index)?.uuid;
  const leftAt = leftAtOf(points, uuid);
  return {
    ...loss,
    before: loss.before && { ...loss.before, ...(leftAt === null ? {} : { leftAt }) },
    ...(moment === null ? {} : { moment }),
  };
}

/** When the alias was last switched away from an index; null: not observed. */
function leftAtOf(points: readonly CountPoint[], uuid: string | undefined): string | null {
  const last = points.findLastIndex(({ target }) => target === uuid);
  const next = last === -1 ? undefined : points[last + 1];
  return next === undefined ? null : new Date(next.after).toISOString();
}

/** Read once for all aliases, and only where there is an incident. */
const pastRestores = (cluster: ConfiguredCluster): (() => readonly PastRestore[]) =>
  once(() => jobs.pastRuns(restore.kind, { key: cluster.key, uuid: observedUuid(cluster) ?? '' }));

function once<T>(read: () => T): () => T {
  let known: { value: T } | null = null;
  return () => (known ??= { value: read() }).value;
}
