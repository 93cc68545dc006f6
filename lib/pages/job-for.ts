import { roleOnCluster } from '../access/current-user.ts';
import type { Identity } from '../access/roles.ts';
import { findCluster } from '../config.ts';
import type { Job } from '../contract/job.ts';
import { namedJob } from '../present/named-job.ts';

/** The person who reads; null: not known, then other clusters are not named. */
export type Viewer = Identity | null;

/** A job as a person may read it: it names other clusters only to a person with a role there. */
export const jobFor = <J extends Job>(viewer: Viewer, job: J): J => namedJob(job, clusterNamesFor(viewer));

/** Names of the clusters on which a person has a role, by their keys. */
function clusterNamesFor(viewer: Viewer): (key: string) => string | null {
  return (key) => {
    const cluster = viewer === null ? null : findCluster(key);
    return cluster !== null && roleOnCluster(viewer!, cluster) !== null ? cluster.name : null;
  };
}
