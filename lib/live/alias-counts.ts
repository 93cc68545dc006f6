import { createHash } from 'node:crypto';
import type { AliasCount } from '../contract/count-points.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import { sumOrNull } from '../sum-or-null.ts';

/** Under the empty name, which no alias can have: all aliases together, each index once. */
export const ALL_ALIASES = '';

type Index = Pick<IndexSummary, 'uuid' | 'documents' | 'aliases'>;

/** The documents in the indices of each alias, as they are compared with backups, and of all aliases. */
export function countsOf(indices: readonly Index[]): Map<string, AliasCount> {
  const byAlias = new Map<string, Index[]>();
  const all: Index[] = [];
  for (const index of indices) {
    const own = index.aliases.filter(({ alias }) => !isOwnAlias(alias));
    if (own.length > 0) all.push(index);
    for (const { alias } of own) {
      const known = byAlias.get(alias);
      if (known) known.push(index);
      else byAlias.set(alias, [index]);
    }
  }
  const counts = new Map<string, AliasCount>([[ALL_ALIASES, { documents: documentsOf(all), target: 'all' }]]);
  for (const [alias, targets] of byAlias)
    counts.set(alias, { documents: documentsOf(targets), target: targetOf(targets) });
  return counts;
}

const documentsOf = (indices: readonly Index[]): number | null => sumOrNull(indices.map(({ documents }) => documents));

/** Identifies the indices of an alias: an index that was deleted and created again is another one. */
function targetOf(indices: readonly Index[]): string {
  const uuids = indices.map(({ uuid }) => uuid).sort();
  return uuids.length === 1 ? uuids[0]! : createHash('sha256').update(uuids.join(' ')).digest('base64url').slice(0, 22);
}
