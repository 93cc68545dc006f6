import type { SnapshotRow } from '@/lib/contract/backups-page.ts';
import { plural } from '@/lib/format.ts';
import type { StateLevel } from '../ui/state.tsx';

interface Label {
  level: StateLevel;
  word: string;
}

const SNAPSHOT_STATES = new Map<string, Label>([
  ['SUCCESS', { level: 'ok', word: 'Complete' }],
  ['PARTIAL', { level: 'warn', word: 'Partial' }],
  ['FAILED', { level: 'bad', word: 'Failed' }],
  ['IN_PROGRESS', { level: 'live', word: 'In progress' }],
  ['INCOMPATIBLE', { level: 'warn', word: 'Incompatible version' }],
]);

/** A state that this version does not know is shown in the server's word. */
export const snapshotState = (state: string): Label =>
  SNAPSHOT_STATES.get(state) ?? { level: 'unknown', word: state || 'Unknown' };

/** "government", "government and users", "government and 4 more". */
export function namesIn({ names, nameCount }: Pick<SnapshotRow, 'names' | 'nameCount'>): string {
  if (nameCount === 0) return 'no index';
  if (nameCount <= 2) return names.join(' and ');
  return `${names[0]!} and ${String(nameCount - 1)} more`;
}

/** What is proved of its documents, in a few words. */
export function proofWord(proof: SnapshotRow['proof']): string {
  if (proof === null) return 'proof unknown';
  return proof === 'exact' ? 'exact' : 'bracketed';
}

/** Why it is partial, where the number of missing shards is known. */
export const missingShards = ({ failedShards }: Pick<SnapshotRow, 'failedShards'>): string | null =>
  failedShards === null || failedShards === 0 ? null : `${plural(failedShards, 'shard')} missing`;
