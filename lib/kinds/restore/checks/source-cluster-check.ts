import type { BackupManifest } from '../../../contract/backup.ts';
import type { ClusterIdentity } from '../../../contract/cluster.ts';
import type { Check } from '../../../contract/plan.ts';

/**
 * Versions count the changes of a document on one cluster: those of another one do not say which document is newer. `copied`: the backup
 * was chosen from another configured cluster. A cluster that was built again has another uuid, and may have the same versions.
 */
export function versionsCheck(manifest: BackupManifest | null, target: ClusterIdentity, copied: boolean): Check[] {
  const isOther = copied || (manifest !== null && manifest.cluster.uuid !== target.uuid);
  if (!isOther) return [];
  return [
    {
      id: 'versions-of-another-cluster',
      level: copied ? 'refuse' : 'warn',
      title: 'Versions of two clusters can’t be compared',
      detail:
        'The backup is of another cluster. A document there may be older and have the higher version: ' +
        'it would overwrite the newer one here.',
      hint: 'Keep existing documents (create), or overwrite them all (index).',
    },
  ];
}

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
