import type { BackupManifest } from '../../../contract/backup.ts';
import type { ClusterIdentity } from '../../../contract/cluster.ts';
import type { Check } from '../../../contract/plan.ts';

/** Which cluster the backup was made from, with a warning where it is another one. */
export function sourceClusterCheck(manifest: BackupManifest | null, target: ClusterIdentity): Check {
  const source = manifest?.cluster;
  if (source === undefined)
    return {
      id: 'source-cluster',
      level: 'warn',
      title: 'The cluster of the backup is unknown',
      detail: 'The file has no manifest: the backup may be of this cluster or of another one.',
      hint: 'Make sure that it is the backup you mean.',
    };
  if (source.uuid === target.uuid)
    return {
      id: 'source-cluster',
      level: 'ok',
      title: 'The backup is of this cluster',
      detail: `It was made from ${source.name}, uuid ${source.uuid}.`,
    };
  return {
    id: 'source-cluster',
    level: 'warn',
    title: `The backup is of another cluster: ${source.name}`,
    detail:
      `It was made from ${source.name}, uuid ${source.uuid}. This cluster is ${target.name}, uuid ${target.uuid}. ` +
      'A cluster that was built again has a new uuid.',
    hint: 'Make sure that its documents belong here.',
  };
}
