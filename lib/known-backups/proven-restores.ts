import type { DrillState, ProvenRestores } from '../contract/drill-state.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { sumOrNull } from '../sum-or-null.ts';
import { isUnproven, type BackupMarks } from './backup-marks.ts';
import { isSnapshot, type AnyBackup } from './backups-of-alias.ts';

interface Drilled {
  /** null: the file does not say. */
  index: string | null;
  drill: DrillState;
}

/** Which of the backups of an alias were restored by drills. `backups`: those of this cluster, good or not. Pure. */
export function provenRestoresOf(
  alias: string,
  live: readonly Pick<IndexSummary, 'name'>[],
  backups: readonly AnyBackup[],
  marks: BackupMarks,
): ProvenRestores {
  const drilled = backups
    .flatMap((backup) => drillsOf(alias, backup, marks))
    .sort((a, b) => (a.drill.at < b.drill.at ? 1 : a.drill.at > b.drill.at ? -1 : 0));
  const proven = newestOfEach(
    live,
    drilled.filter(({ drill }) => drill.ok),
  );
  const notGood = newestOfEach(live, drilled).filter(({ drill }) => !drill.ok);
  // One that failed says more than one that had nothing to compare with.
  const failed = notGood.find(({ drill }) => !isUnproven(drill)) ?? notGood[0];
  return {
    last: proven.length === 0 ? null : { ...together(proven), ...indicesOf(live, proven) },
    failed: failed
      ? {
          at: failed.drill.at,
          job: failed.drill.job,
          problem: failed.drill.problem ?? 'It was not equal.',
          unproven: isUnproven(failed.drill),
        }
      : null,
  };
}

function drillsOf(alias: string, backup: AnyBackup, { drillOf, drillOfIndex, isDrilled }: BackupMarks): Drilled[] {
  if (!isSnapshot(backup)) return withDrill(backup.manifest?.index.name ?? null, drillOf(backup));
  if (!isDrilled(backup)) return [];
  return backup.indicesOf(alias).flatMap(({ index }) => withDrill(index, drillOfIndex(backup, index)));
}

const withDrill = (index: string | null, drill: DrillState | null): Drilled[] =>
  drill === null ? [] : [{ index, drill }];

/** The newest; of an alias on several indices the newest of each that has one. `drilled`: newest first. */
function newestOfEach(live: readonly Pick<IndexSummary, 'name'>[], drilled: readonly Drilled[]): Drilled[] {
  const ofEach = live.length > 1 ? live.flatMap(({ name }) => drilled.find(({ index }) => index === name) ?? []) : [];
  return ofEach.length > 0 ? ofEach : drilled.slice(0, 1);
}

/** One after the other, as a restore of the alias takes. */
function together(drilled: readonly Drilled[]): Omit<NonNullable<ProvenRestores['last']>, 'indices'> {
  const drills = drilled.map(({ drill }) => drill);
  const oldest = drills.reduce((found, drill) => (drill.at < found.at ? drill : found));
  return {
    at: oldest.at,
    job: oldest.job,
    seconds: drills.reduce((sum, { seconds }) => sum + seconds, 0),
    documents: sumOrNull(drills.map(({ documents }) => documents)),
    equal: sumOrNull(drills.map(({ equal }) => equal)),
    compared: drills.find(({ compared }) => compared !== 'content')?.compared ?? oldest.compared,
  };
}

const indicesOf = (live: readonly unknown[], proven: readonly Drilled[]) =>
  live.length > 1 ? { indices: { proven: proven.length, all: live.length } } : {};
