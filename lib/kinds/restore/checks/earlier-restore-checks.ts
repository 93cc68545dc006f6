import type { Verification } from '../../../contract/backup.ts';
import type { IndexSummary } from '../../../contract/indices.ts';
import type { AliasTarget, Check } from '../../../contract/plan.ts';
import { formatList, plural } from '../../../format.ts';
import type { RestoreTarget } from '../choose-target.ts';
import { isMadeFrom } from '../restored-name.ts';

/**
 * A warning where the same backup was restored before and its index still exists: another restore makes a second copy.
 * Empty for a restore into an existing index. `group`: what the names of restored indices begin with.
 */
export function earlierRestoreChecks(
  group: string,
  { sha256 }: Pick<Verification, 'sha256'>,
  target: RestoreTarget,
  indices: readonly IndexSummary[],
  before: readonly AliasTarget[],
): Check[] {
  if (target.existing !== null) return [];
  const copies = indices.filter(({ name, loading }) => !loading && isMadeFrom(name, group, sha256));
  const live = copies.filter(({ name }) => before.some(({ index }) => index === name));
  if (live.length > 0) return [isLive(group, live)];
  return copies.length > 0 ? [existsBeside(group, copies)] : [];
}

const isLive = (alias: string, copies: readonly IndexSummary[]): Check => ({
  id: 'restored-already',
  level: 'warn',
  title: `${alias} already points to a restore of this backup`,
  detail: `${describe(copies)}. Another restore creates a second copy.`,
  hint: 'Restore it again only if documents in that index were changed or deleted since.',
});

const existsBeside = (alias: string, copies: readonly IndexSummary[]): Check => ({
  id: 'restored-before',
  level: 'warn',
  title: 'This backup was restored before',
  detail: `${describe(copies)}; ${alias} does not point to ${copies.length === 1 ? 'it' : 'them'}. Another restore creates one more copy.`,
  hint: 'If that index is right, switch the alias to it instead.',
});

const describe = (copies: readonly IndexSummary[]): string =>
  formatList(
    copies.map(
      ({ name, documents }) =>
        `${name} was restored from it and has ${documents === null ? 'an unknown number of documents' : plural(documents, 'document')}`,
    ),
  );
