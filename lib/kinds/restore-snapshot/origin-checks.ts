import type { Check } from '../../contract/plan.ts';
import type { RestoreSnapshotRequest } from './request.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

/** Whether it is the snapshot that was chosen, and where its documents come from. `own`: the uuid of the cluster. Pure. */
export function originChecks(
  { from, originCheck, uuid }: RestoreSnapshotRequest,
  snapshot: Pick<RestoreSnapshotPlan['snapshot'], 'clusterUuid' | 'name' | 'place' | 'repository' | 'uuid'>,
  own: string,
): Check[] {
  const { clusterUuid = null, place: repository = null } = snapshot;
  const origin = originCheck?.({ clusterUuid, source: null, repository, from: from ?? null }, own) ?? null;
  return [...chosenChecks(from, uuid, snapshot), ...(origin === null ? [] : [origin])];
}

/** Two clusters may name their snapshots alike, and two storages may have the same location in the words of both. */
function chosenChecks(
  from: string | undefined,
  chosen: string | undefined,
  { name, repository, uuid }: Pick<RestoreSnapshotPlan['snapshot'], 'name' | 'repository' | 'uuid'>,
): Check[] {
  if (chosen === undefined && from === undefined) return [];
  if (chosen === uuid)
    return [
      {
        id: 'chosen-snapshot',
        level: 'ok',
        title: 'It is the snapshot that was chosen',
        detail: `${name} in ${repository} has the uuid of the chosen one, ${uuid}.`,
      },
    ];
  const hint = 'Choose it again on the page “Copy from another cluster”.';
  return [
    chosen === undefined
      ? {
          id: 'chosen-snapshot',
          level: 'refuse',
          title: 'It is not known which snapshot of the other cluster this is',
          detail: `The address has no uuid of the chosen snapshot, and ${name} in ${repository} may be another one of the same name.`,
          hint,
        }
      : {
          id: 'chosen-snapshot',
          level: 'refuse',
          title: `${name} is another snapshot of the same name`,
          detail:
            `The chosen one has the uuid ${chosen}, and ${name} in ${repository} has ${uuid}: the repository is ` +
            'another place, or the snapshot was deleted and taken again.',
          hint,
        },
  ];
}
