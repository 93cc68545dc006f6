import { roleOnCluster } from '../access/current-user.ts';
import type { Identity } from '../access/roles.ts';
import { findCluster } from '../config.ts';
import type { Job, JobWork } from '../contract/job.ts';
import { jobWithoutSource, lineWithoutSource } from '../kinds/copied-source.ts';
import { kinds } from '../kinds/kinds.ts';
import { namedJob, textsOf } from '../present/named-job.ts';

/** The person who reads; null: not known, then other clusters are not named. */
export type Viewer = Identity | null;

/** A job as a person may read it: it names other clusters only to a person with a role there. */
export const jobFor = <J extends Job>(viewer: Viewer, job: J): J =>
  namedJob(isHiddenCopy(viewer, job.work) ? jobWithoutSource(job) : job, clusterNamesFor(viewer));

/** The same for the lines of its log. */
export function logTextsFor(viewer: Viewer, stored: Job): (line: string) => string {
  const named = textsOf(jobFor(viewer, stored).work);
  return isHiddenCopy(viewer, stored.work) ? (line) => named(lineWithoutSource(stored, line)) : named;
}

/** Whether a work copies from a cluster on which the person has no role. */
export const isHiddenCopy = (viewer: Viewer, work: JobWork): boolean =>
  isHiddenSource(viewer, kinds.of(work).copiedFrom(work));

/** `from`: the key of the cluster that is copied from; null: of none. */
export const isHiddenSource = (viewer: Viewer, from: string | null): boolean =>
  from !== null && clusterNamesFor(viewer)(from) === null;

/** Names of the clusters on which a person has a role, by their keys. */
function clusterNamesFor(viewer: Viewer): (key: string) => string | null {
  return (key) => {
    const cluster = viewer === null ? null : findCluster(key);
    return cluster !== null && roleOnCluster(viewer!, cluster) !== null ? cluster.name : null;
  };
}
