import type { AliasTotals, OverviewAlias } from '../contract/overview.ts';

/** What a page says of all aliases together. `documents`: of all of them, each index once. Pure. */
export function aliasTotalsOf(
  all: readonly OverviewAlias[],
  documents: { now: number | null; dayBefore: number | null },
): AliasTotals {
  const backups = all.flatMap(({ alias, backup }) => (backup === null ? [] : [{ alias, ...backup }]));
  const oldest = backups.reduce<(typeof backups)[number] | null>(
    (found, backup) => (found === null || backup.takenAt < found.takenAt ? backup : found),
    null,
  );
  const proofs = all.flatMap(({ proven }) => proven?.last?.at ?? []);
  return {
    all: all.length,
    lost: all.filter((row) => row.loss !== null).length,
    overdue: all.filter((row) => row.overdue).length,
    healthy: all.filter(isHealthy).length,
    documents: documents.now,
    dayChange: documents.now === null || documents.dayBefore === null ? null : documents.now - documents.dayBefore,
    backedUp: backups.length,
    verified: backups.filter(({ verified }) => verified?.ok === true).length,
    oldest: oldest && { alias: oldest.alias, takenAt: oldest.takenAt },
    proven: all.every(({ proven }) => proven !== undefined) ? proofs.length : null,
    oldestProof: proofs.reduce<string | null>((found, at) => (found === null || at < found ? at : found), null),
  };
}

const isHealthy = ({ condition, overdue, proven, shrunk }: OverviewAlias): boolean =>
  condition.level === 'ok' && overdue === false && shrunk === null && !proven?.failed;
