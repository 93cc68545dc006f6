import type { AliasTarget } from '../contract/plan.ts';

/** Sentences about what differs between the plan that was displayed and the current one; empty where nothing does. */

/** `${what} ${sentence}`, where the values differ. */
export const describeDifference = <Value>(
  what: string,
  displayed: Value,
  current: Value,
  sentence: (displayed: Value, current: Value) => string,
): string[] => (displayed === current ? [] : [`${what} ${sentence(displayed, current)}`]);

export function describeAliasChange(
  alias: string | null,
  displayed: readonly AliasTarget[],
  current: readonly AliasTarget[],
): string[] {
  if (alias === null) return [];
  const identities = (targets: readonly AliasTarget[]) =>
    targets
      .map(({ index, uuid }) => `${index} ${uuid}`)
      .sort()
      .join();
  if (identities(displayed) === identities(current)) return [];
  return [`The alias ${alias} points to ${namesOf(current)} now; it pointed to ${namesOf(displayed)}.`];
}

const namesOf = (targets: readonly AliasTarget[]) => targets.map(({ index }) => index).join(', ') || 'nothing';

interface NamedIndex {
  name: string;
  uuid: string;
}

/**
 * Which indices were removed from a list, were added to it, or have the same name and another uuid. `removed` and
 * `added` end a sentence that begins with the index's name.
 */
export function describeListChanges(
  displayed: readonly NamedIndex[],
  current: readonly NamedIndex[],
  { removed, added }: { removed: string; added: string },
): string[] {
  const displayedUuids = new Map(displayed.map(({ name, uuid }) => [name, uuid]));
  const currentUuids = new Map(current.map(({ name, uuid }) => [name, uuid]));
  return [
    ...[...displayedUuids.keys()].filter((name) => !currentUuids.has(name)).map((name) => `${name} ${removed}.`),
    ...[...currentUuids.keys()].filter((name) => !displayedUuids.has(name)).map((name) => `${name} ${added}.`),
    ...[...currentUuids]
      .filter(([name, uuid]) => displayedUuids.has(name) && displayedUuids.get(name) !== uuid)
      .map(([name]) => `${name} was deleted and created again.`),
  ];
}
