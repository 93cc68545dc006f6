import type { AliasMembership } from '../contract/indices.ts';
import type { AliasTarget, Check } from '../contract/plan.ts';
import { fingerprintOf } from '../running/fingerprint.ts';

/** The order of keys in a filter doesn't matter. */
export const isSameMembership = (a: AliasMembership, b: AliasMembership): boolean =>
  fingerprintOf(a) === fingerprintOf(b);

export const withoutWriteFlag = ({ isWriteIndex: _, ...rest }: AliasMembership): AliasMembership => rest;

/**
 * The membership of the alias on its one new index: filter, routing and write flag of the index it was on. If several
 * indices had different ones: those of the new index itself, else of the write index, else of the newest; a check warns.
 */
export function chooseMembership(
  alias: string,
  targetIndex: string,
  before: readonly AliasTarget[],
): { membership: AliasMembership; checks: Check[] } {
  const [first, ...others] = before;
  if (!first) return { membership: { alias }, checks: [] };
  if (others.length === 0) return { membership: first.membership, checks: [] };

  const own = before.find((target) => target.index === targetIndex);
  const writeIndex = before.find((target) => target.membership.isWriteIndex === true);
  const newest = [...before].sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0]!;
  const source = own ?? writeIndex ?? newest;
  const copied = withoutWriteFlag(source.membership);
  const differ = before.some(({ membership }) => !isSameMembership(withoutWriteFlag(membership), copied));
  return {
    membership: { ...copied, ...(writeIndex ? { isWriteIndex: true } : {}) },
    checks: differ
      ? [
          {
            id: 'memberships-differ',
            level: 'warn',
            title: 'The alias has different filters or routing',
            detail:
              `${alias} has another filter or routing on each of ${before.map(({ index }) => index).join(', ')}; ` +
              `${targetIndex} gets what it has on ${source.index}.`,
            hint: 'Check “After” first; the undo restores all of them.',
          },
        ]
      : [],
  };
}
