import { groupOfIndex } from '../contract/index-group.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { Check } from '../contract/plan.ts';
import { formatList } from '../format.ts';

/**
 * A warning where an index belongs to another alias, by its name or because another alias points to it: its documents
 * may be of another kind. None where the alias points to the index already. `found`: whether searches find them beside others.
 */
export function otherAliasChecks(
  alias: string,
  { name, aliases }: Pick<IndexSummary, 'name' | 'aliases'>,
  found: 'instead' | 'as well' = 'instead',
): Check[] {
  const users = aliases.map((membership) => membership.alias).filter((each) => !isOwnAlias(each));
  const group = groupOfIndex(name);
  if (users.includes(alias) || group === alias.toLowerCase()) return [];
  const others = users.length > 0 ? users : group !== null ? [group] : [];
  if (others.length === 0) return [];
  return [
    {
      id: `other-alias-${name}`,
      level: 'warn',
      title: `${name} belongs to another alias`,
      detail:
        users.length > 0
          ? `${formatList(users)} ${users.length === 1 ? 'points' : 'point'} to it. Searches through ${alias} would find its documents ${found}.`
          : `Its name says that it is an index of ${others[0]}. Searches through ${alias} would find its documents ${found}.`,
      hint: 'Make sure that this is the index you mean.',
    },
  ];
}
