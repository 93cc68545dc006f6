/** What is typed to confirm a deletion: the file's name, and of several backups the cluster's name. */
export const deletionName = (ids: readonly string[], clusterName: string): string =>
  ids.length === 1 ? ids[0]!.slice(ids[0]!.lastIndexOf('/') + 1) : clusterName;
