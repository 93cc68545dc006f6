import type { BackupsFilter, SnapshotRow } from '../contract/backups-page.ts';
import { isNamedBy } from '../contract/index-pattern.ts';
import { drilledIndicesOf, type BackupMarks } from '../known-backups/backup-marks.ts';
import { partOf } from './part-of-alias.ts';
import type { SnapshotSummary } from '../known-backups/snapshot-summary.ts';

const NAMED = 3;

/** `first`: the alias whose backups are listed; it is the first of the names. */
export function snapshotRowOf(
  snapshot: SnapshotSummary,
  { lastGood, first, marks }: { lastGood: boolean; first: string | undefined; marks?: BackupMarks | undefined },
): SnapshotRow {
  const { name, names, indices, indicesOf: _indicesOf, aliases: _aliases, ...rest } = snapshot;
  const ordered =
    first !== undefined && names.includes(first) ? [first, ...names.filter((each) => each !== first)] : names;
  const drilled = marks ? drilledIndicesOf(snapshot, marks) : null;
  const pinned = marks?.pinOfSnapshot(snapshot) ?? null;
  return {
    ...rest,
    ...(drilled === null ? {} : { drilled }),
    ...(pinned === null ? {} : { pinned }),
    kind: 'snapshot',
    snapshot: name,
    names: ordered.slice(0, NAMED),
    nameCount: names.length,
    indices: indices.slice(0, NAMED),
    indexCount: indices.length,
    part: first === undefined ? null : partOf(snapshot, first),
    lastGood,
  };
}

/** Whether a list with this filter has the snapshot. */
export function matchesSnapshot(snapshot: SnapshotSummary, filter: BackupsFilter): boolean {
  if (filter.kind === 'zip') return false;
  if (filter.group && !snapshot.names.includes(filter.group)) return false;
  if (filter.index && !snapshot.indices.some(isNamedBy(filter.index))) return false;
  const text = filter.text?.trim().toLowerCase();
  if (text && !`${snapshot.repository}/${snapshot.name}`.toLowerCase().includes(text) && !namesText(snapshot, text))
    return false;
  return inState(snapshot, filter.state);
}

const namesText = ({ names, indices, orderedAt }: SnapshotSummary, text: string): boolean =>
  orderedAt.includes(text) || [...names, ...indices].some((name) => name.toLowerCase().includes(text));

/** Shards of it are missing, or it failed: somebody must look at it. */
export const isProblemSnapshot = ({ state }: Pick<SnapshotSummary, 'state'>): boolean =>
  state === 'PARTIAL' || state === 'FAILED' || state === 'INCOMPATIBLE';

function inState({ state }: SnapshotSummary, wanted: BackupsFilter['state']): boolean {
  switch (wanted) {
    case 'any':
      return true;
    case 'good':
    case 'not-verified':
      return state === 'SUCCESS';
    case 'incomplete':
      return state === 'PARTIAL';
    case 'unfinished':
      return state === 'IN_PROGRESS';
    case 'broken':
      return state === 'FAILED' || state === 'INCOMPATIBLE';
    case 'problems':
      return isProblemSnapshot({ state });
    case 'verified':
    case 'es_dump':
      return false;
    default:
      return wanted satisfies never;
  }
}
