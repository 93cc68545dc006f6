import type { Check } from '../contract/plan.ts';
import { isReadOnly, locationOf, type Repository } from '../contract/repository.ts';
import { typeLabel } from '../contract/repository-types.ts';
import { formatCount } from '../format.ts';

/** What was checked of a repository and is in order, beside the `problems` that were found. Pure. */
export function passedChecks(wanted: Repository, problems: readonly Check[], nodes: number | null): Check[] {
  const isFree = (...ids: string[]) => !problems.some(({ id }) => ids.some((each) => id.startsWith(each)));
  const ok = (id: string, title: string, detail: string): Check => ({ id, level: 'ok', title, detail });
  const location = locationOf(wanted);
  return [
    ...(isFree('type') && nodes !== null
      ? [
          ok(
            'type',
            `The cluster has the type ${wanted.type}`,
            nodes === 1
              ? `Its node can use the type ${typeLabel(wanted.type)}.`
              : `Each of ${formatCount(nodes)} nodes can use the type ${typeLabel(wanted.type)}.`,
          ),
        ]
      : []),
    ...(isFree('missing-', 'unknown-settings', 'base-path', 'secret')
      ? [ok('settings', 'The settings are known', 'None is missing, and none is a key or a password.')]
      : []),
    ...(isFree('location', 'missing-location') && wanted.type === 'fs' && nodes !== null
      ? [ok('location', 'The folder is below path.repo', `${location ?? ''} is in a folder that the nodes may use.`)]
      : []),
    ...(isFree('two-writers') && location !== null && !isReadOnly(wanted)
      ? [ok('two-writers', 'No second writer is known', 'No other known repository that is not read-only is there.')]
      : []),
  ];
}
