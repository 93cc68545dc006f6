import type { RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import type { StateLevel } from '@/components/ui/state.tsx';

interface Label {
  level: StateLevel;
  word: string;
}

export const REPOSITORY_STATES: Record<RepositoryRow['state'], Label> = {
  ok: { level: 'ok', word: 'OK' },
  problem: { level: 'warn', word: 'Problem' },
  unverified: { level: 'unknown', word: 'Not verified yet' },
  reading: { level: 'unknown', word: 'Reading' },
};

/** "Verified on 3 of 3 nodes". `nodes`: the current ones; null: unknown. */
export function verifiedSentence(
  { verification, unverifiedNodes }: Pick<RepositoryRow, 'verification' | 'unverifiedNodes'>,
  nodes: readonly string[] | null,
): string {
  if (verification === null) return 'Not verified from here yet';
  if (nodes === null || unverifiedNodes === null) return `Verified on ${plural(verification.nodes.length, 'node')}`;
  return `Verified on ${formatCount(nodes.length - unverifiedNodes.length)} of ${plural(nodes.length, 'node')}`;
}
