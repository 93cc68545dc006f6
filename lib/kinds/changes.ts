import type { AliasTarget } from '../contract/plan.ts';

/** Sentences about what differs between two plans; each helper gives none where nothing does. */

export const different = <Value>(
  what: string,
  was: Value,
  is: Value,
  say: (was: Value, is: Value) => string,
): string[] => (was === is ? [] : [`${what} ${say(was, is)}`]);

export function aliasChanges(
  alias: string | null,
  seen: readonly AliasTarget[],
  fresh: readonly AliasTarget[],
): string[] {
  if (alias === null) return [];
  const identities = (targets: readonly AliasTarget[]) =>
    targets
      .map(({ index, uuid }) => `${index} ${uuid}`)
      .sort()
      .join();
  if (identities(seen) === identities(fresh)) return [];
  return [`The alias ${alias} points to ${namesOf(fresh)} now; it pointed to ${namesOf(seen)}.`];
}

const namesOf = (targets: readonly AliasTarget[]) => targets.map(({ index }) => index).join(', ') || 'nothing';

interface Identified {
  name: string;
  uuid: string;
}

/** Which indices have left a list, which have come into it, and which were made again under their old name. */
export function listChanges(
  seen: readonly Identified[],
  fresh: readonly Identified[],
  left: string,
  came: string,
): string[] {
  const was = new Map(seen.map(({ name, uuid }) => [name, uuid]));
  const is = new Map(fresh.map(({ name, uuid }) => [name, uuid]));
  return [
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => `${name} ${left}.`),
    ...[...is.keys()].filter((name) => !was.has(name)).map((name) => `${name} ${came}.`),
    ...[...is]
      .filter(([name, uuid]) => was.has(name) && was.get(name) !== uuid)
      .map(([name]) => `${name} was deleted and made again.`),
  ];
}
