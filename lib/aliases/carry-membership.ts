import type { AliasMembership } from '../contract/indices.ts';
import type { AliasTarget, Check } from '../contract/plan.ts';
import { fingerprintOf } from '../running/fingerprint.ts';

/** Equal whatever the order of keys in a filter. */
export const sameMembership = (a: AliasMembership, b: AliasMembership): boolean =>
  fingerprintOf(a) === fingerprintOf(b);

const carriedBy = ({ isWriteIndex: _, ...rest }: AliasMembership): AliasMembership => rest;

/**
 * What the alias is to carry on its one new index: filter, routing and write flag of where it was. Where several
 * indices carried different things, the write index's, else the newest one's; the check says so.
 */
export function carryMembership(
  alias: string,
  targetIndex: string,
  before: readonly AliasTarget[],
): { membership: AliasMembership; checks: Check[] } {
  const [first, ...others] = before;
  if (!first) return { membership: { alias }, checks: [] };
  if (others.length === 0) return { membership: first.membership, checks: [] };

  const own = before.find((target) => target.index === targetIndex);
  const writer = before.find((target) => target.membership.isWriteIndex === true);
  const newest = [...before].sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0]!;
  const model = own ?? writer ?? newest;
  const membership: AliasMembership = { ...carriedBy(model.membership), ...(writer ? { isWriteIndex: true } : {}) };
  const different = before.some((target) => !sameMembership(carriedBy(target.membership), carriedBy(model.membership)));
  return {
    membership,
    checks: different
      ? [
          {
            id: 'memberships-differ',
            level: 'warn',
            title: 'The alias carries different filters or routing',
            detail:
              `${alias} has another filter or routing on each of ${before.map(({ index }) => index).join(', ')}; ` +
              `${targetIndex} gets what it has on ${model.index}.`,
            hint: 'Look at “after” closely; a switch back restores all of them.',
          },
        ]
      : [],
  };
}
