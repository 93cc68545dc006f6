import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import type { IndexPage, IndexStanding } from '../contract/index-page.ts';
import type { Job, JobSummary } from '../contract/job.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf } from '../kinds/objects.ts';
import type { Viewer } from './job-for.ts';
import { rowOfSummary } from './load-jobs.ts';

/** How many jobs whose titles or locks have the name are looked at, and of how many each is shown. */
const MAX_READ = 60;
const MAX_SHOWN = 12;

export interface JobsOfIndex {
  /** null: the jobs' database can't be used. */
  jobs: { summary: JobSummary; deleted: Deleted | null }[] | null;
  more: boolean;
  /** Not all jobs that held a lock of this very name were read. */
  olderNotSearched: boolean;
}

/** The uuid of the index of this name that a job deleted. */
interface Deleted {
  uuid: string;
}

/** What a job did to an index of this name; null: nothing. */
interface Touch {
  deleted: Deleted | null;
}

/** By job, status and name: what it did never changes after its end. */
const touches = new LRUCache<string, { touch: Touch | null }>({ max: 5_000 });

/** The jobs that made, changed, read or deleted an index of this name, newest first. */
export function jobsOfIndex(cluster: ConfiguredCluster, name: string): JobsOfIndex {
  try {
    const byText = jobs.summaries({ cluster: cluster.key, text: name, limit: MAX_READ });
    const isCut = byText.length === MAX_READ;
    // A short name is a part of many others: what changed or deleted this very index held its lock.
    const byLock = isCut ? jobs.summaries({ cluster: cluster.key, lock: `index ${name}`, limit: MAX_READ }) : [];
    const touching = newestFirst([...byText, ...byLock]).flatMap((summary) => {
      const touch = touchOf(summary.id, summary.status, name);
      return touch === null ? [] : [{ summary, deleted: touch.deleted }];
    });
    return {
      jobs: touching,
      more: isCut || touching.length > MAX_SHOWN,
      olderNotSearched: byLock.length === MAX_READ,
    };
  } catch {
    return { jobs: null, more: false, olderNotSearched: false };
  }
}

/** Each once. */
const newestFirst = (found: readonly JobSummary[]): JobSummary[] =>
  [...new Map(found.map((summary) => [summary.id, summary])).values()].sort((a, b) => Number(b.id) - Number(a.id));

function touchOf(id: string, status: string, name: string): Touch | null {
  const key = `${id} ${status} ${name}`;
  const known = touches.get(key);
  if (known !== undefined) return known.touch;
  const job = jobs.get(id);
  const touch = job === null ? null : touchIn(job, name);
  touches.set(key, { touch });
  return touch;
}

/** A part of a longer name is no name. */
function touchIn(job: Job, name: string): Touch | null {
  const result = job.status === 'succeeded' ? job.result : null;
  const names = job.subjects.includes(`index ${name}`) || objectsOf(job.work, result).includes(name);
  if (!names) return null;
  const deleted = job.status === 'succeeded' ? (kinds.of(job.work).effects(job).deletedIndices ?? []) : [];
  const uuid = deleted.find(({ index }) => index === name)?.uuid;
  return { deleted: uuid === undefined ? null : { uuid } };
}

/** The newest job that deleted an index of this name. */
export function deletionIn({ jobs: found }: JobsOfIndex): Extract<IndexStanding, { state: 'missing' }>['deletion'] {
  const deleting = found?.find(({ deleted }) => deleted !== null)?.summary;
  return deleting === undefined
    ? null
    : { job: deleting.id, at: deleting.endedAt ?? deleting.createdAt, by: deleting.actor.name };
}

/** Jobs that ended before this index was created were about an earlier one of its name. */
export function jobRowsOf(
  { jobs: found, more }: JobsOfIndex,
  standing: IndexStanding,
  viewer: Viewer,
): Pick<IndexPage, 'jobs' | 'moreJobs'> {
  const createdAt = standing.state === 'exists' ? standing.index.createdAt : null;
  const createdBy = standing.state === 'exists' ? standing.createdBy : null;
  const isEarlier = (id: string, endedAt: string | null) =>
    createdAt !== null && endedAt !== null && id !== createdBy && endedAt < createdAt;
  return {
    jobs:
      found?.slice(0, MAX_SHOWN).map(({ summary }) => ({
        row: rowOfSummary(summary, viewer),
        earlier: isEarlier(summary.id, summary.endedAt),
      })) ?? null,
    moreJobs: more,
  };
}
