/**
 * How the errors, the log and the waits of a job call the cluster of a side that is not the job's own. They are for all who may see the
 * job; the name of a cluster is only for those who have a role there.
 */
export const SIDE_CLUSTERS = { left: 'the left side’s cluster', right: 'the right side’s cluster' } as const;
