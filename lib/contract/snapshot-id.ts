/** Distinguishes a snapshot from every zip file and from other snapshots, in a list of backups. */
export const snapshotId = (repository: string, snapshot: string): string => `snapshot:${repository}/${snapshot}`;
