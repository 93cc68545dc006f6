import type {
  BackupRow,
  BackupsFilter,
  BackupSetPart,
  SourceCluster,
  VerifiedState,
} from '../contract/backups-page.ts';
import type { BackupSummary } from '../contract/backup.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import type { BackupSet } from '../known-backups/backup-sets.ts';
import { isGoodState, stateOfBackup } from '../known-backups/backup-state.ts';
import { searchNamesOf } from '../known-backups/backups-of-alias.ts';
import { isNamedBy } from '../contract/index-pattern.ts';

interface RowFacts {
  verified: VerifiedState | null;
  cluster: SourceCluster;
  set: BackupSetPart | null;
  lastGood: boolean;
  marks?: BackupMarks | undefined;
}

export function rowOf(summary: BackupSummary, { verified, cluster, set, lastGood, marks }: RowFacts): BackupRow {
  const { manifest, ...rest } = summary;
  const [drill, pinned] = [marks?.drillOf(summary) ?? null, marks?.pinOf(summary) ?? null];
  return {
    ...rest,
    kind: 'zip',
    names: [...searchNamesOf(summary)],
    index: manifest?.index.name ?? null,
    seconds: manifest ? (Date.parse(manifest.endedAt) - Date.parse(manifest.startedAt)) / 1000 : null,
    objectsBytes: manifest?.objects.bytes ?? null,
    warnings: manifest?.warnings.length ?? 0,
    verified,
    state: stateOfBackup(summary, verified),
    ...(drill === null ? {} : { drill }),
    ...(pinned === null ? {} : { pinned }),
    cluster,
    set,
    lastGood,
  };
}

const OTHERS_SHOWN = 10;

/** The place of a backup in its set; null: it is in none. */
export function setPartOf(backup: BackupSummary, set: BackupSet | undefined): BackupSetPart | null {
  if (set === undefined) return null;
  return {
    alias: set.alias,
    first: set.members[0]?.id ?? backup.id,
    position: set.members.indexOf(backup) + 1,
    count: set.members.length,
    others: set.members
      .filter((member) => member !== backup)
      .slice(0, OTHERS_SHOWN)
      .map(({ id, manifest, documents }) => ({ id, index: manifest?.index.name ?? null, documents })),
  };
}

/** Whether a list with this filter has the row. */
export function matches(row: BackupRow, filter: BackupsFilter): boolean {
  if (filter.kind === 'snapshot') return false;
  if (filter.group !== undefined && filter.group !== '' && !row.names.includes(filter.group)) return false;
  if (filter.index && !(row.index !== null && isNamedBy(filter.index)(row.index))) return false;
  const text = filter.text?.trim().toLowerCase();
  if (text && !row.id.toLowerCase().includes(text) && !(row.index ?? '').includes(text)) return false;
  return inState(row, filter.state);
}

/** Incomplete, unfinished, damaged or broken: somebody must look at it. */
export const isProblem = ({ state }: Pick<BackupRow, 'state'>): boolean => !isGoodState(state) && state !== 'unknown';

function inState(row: BackupRow, state: BackupsFilter['state']): boolean {
  switch (state) {
    case 'any':
      return true;
    case 'good':
      return isGoodState(row.state);
    case 'verified':
      return row.state === 'verified';
    case 'not-verified':
      return row.state === 'complete' || row.state === 'unknown';
    case 'incomplete':
    case 'unfinished':
      return row.state === state;
    case 'broken':
      return row.state === 'broken' || row.state === 'damaged';
    case 'es_dump':
      return row.origin === 'es_dump_restore';
    case 'problems':
      return isProblem(row);
    default:
      return state satisfies never;
  }
}
