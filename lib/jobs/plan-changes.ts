import type { AliasTarget, CleanUpPlan } from '../contract/plans.ts';
import type { AnyPlan } from './shown-plans.ts';

/** What is different between the plan that was seen and the one of now, as sentences. Pure. */
export function planChanges(seen: AnyPlan, fresh: AnyPlan): string[] {
  if (seen.cluster.uuid !== fresh.cluster.uuid)
    return [`Another cluster answers at this address: ${fresh.cluster.name} instead of ${seen.cluster.name}.`];
  const changes = [...ofKind(seen, fresh), ...checkChanges(seen, fresh)];
  return changes.length > 0 ? changes : ['Something of the plan is different; look at the fresh one.'];
}

function ofKind(seen: AnyPlan, fresh: AnyPlan): string[] {
  if (seen.kind === 'backup' && fresh.kind === 'backup') {
    return compareNamed(
      seen.indices.map(({ index, uuid }) => ({ name: index, uuid })),
      fresh.indices.map(({ index, uuid }) => ({ name: index, uuid })),
      'is no longer part of the backup',
      'has come into the backup',
    );
  }
  if (seen.kind === 'restore' && fresh.kind === 'restore') {
    return [
      ...different(
        'The backup file',
        seen.backup.sha256,
        fresh.backup.sha256,
        () => 'is another one than was read: its content changed.',
      ),
      // A new name holds the moment of planning: it is another one each time, and no news.
      ...(seen.target.uuid === null && fresh.target.uuid === null
        ? []
        : different(
            'The index to restore into',
            seen.target.index,
            fresh.target.index,
            (_, name) => `will be ${name}.`,
          )),
      ...different(`The index ${fresh.target.index}`, seen.target.uuid, fresh.target.uuid, (was, is) =>
        was === null ? 'exists now.' : is === null ? 'is gone.' : 'was deleted and made again.',
      ),
      ...targetChanges(fresh.alias, seen.before, fresh.before),
    ];
  }
  if (seen.kind === 'switch' && fresh.kind === 'switch') {
    return [
      ...different(
        `The index ${fresh.target.index}`,
        seen.target.uuid,
        fresh.target.uuid,
        () => 'was deleted and made again.',
      ),
      ...different(
        `The index ${fresh.target.index}`,
        seen.target.state,
        fresh.target.state,
        (_, state) => `is ${state} now.`,
      ),
      ...different(
        `The index ${fresh.target.index}`,
        seen.target.documents,
        fresh.target.documents,
        (was, is) => `has ${is ?? 'an unknown number of'} documents, and had ${was ?? 'an unknown number'}.`,
      ),
      ...targetChanges(fresh.alias, seen.before, fresh.before),
    ];
  }
  if (seen.kind === 'clean-up' && fresh.kind === 'clean-up') {
    return compareNamed(going(seen), going(fresh), 'would no longer go', 'would now go as well');
  }
  return [];
}

const different = <Value>(what: string, was: Value, is: Value, say: (was: Value, is: Value) => string): string[] =>
  was === is ? [] : [`${what} ${say(was, is)}`];

function targetChanges(alias: string | null, seen: readonly AliasTarget[], fresh: readonly AliasTarget[]): string[] {
  if (alias === null) return [];
  const names = (targets: readonly AliasTarget[]) =>
    targets
      .map(({ index, uuid }) => `${index} ${uuid}`)
      .sort()
      .join();
  if (names(seen) === names(fresh)) return [];
  return [
    `The alias ${alias} points to ${fresh.map(({ index }) => index).join(', ') || 'nothing'} now; it pointed to ${seen.map(({ index }) => index).join(', ') || 'nothing'}.`,
  ];
}

const going = (plan: CleanUpPlan) =>
  plan.groups.flatMap(({ entries }) =>
    entries.filter(({ goes }) => goes).map(({ index, uuid }) => ({ name: index, uuid })),
  );

function compareNamed(
  seen: readonly { name: string; uuid: string }[],
  fresh: readonly { name: string; uuid: string }[],
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

function checkChanges(seen: AnyPlan, fresh: AnyPlan): string[] {
  const levels = new Map(seen.checks.map(({ id, level }) => [id, level]));
  const worse = fresh.checks.filter(({ id, level }) => level !== 'ok' && levels.get(id) !== level);
  return worse.map(({ title, detail }) => `${title}: ${detail}`);
}
