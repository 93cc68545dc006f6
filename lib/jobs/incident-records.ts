import { LRUCache } from 'lru-cache';
import { isOfAlias } from '../contract/incident-kinds.ts';
import type { Incident } from '../contract/incident.ts';
import type { JobSummary } from '../contract/job.ts';
import { isAbout } from '../incidents/mutes.ts';
import { subjectOfJob } from '../incidents/rules/jobs.ts';
import { spanOf, type KnownOfIncident, type Span } from '../incidents/timeline.ts';
import { reasonForAll } from '../kinds/copied-source.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf } from '../kinds/objects.ts';
import { worksOn } from '../kinds/works-on.ts';
import { processGlobal } from '../process-wide.ts';
import { observedOf } from './store/incident-observed.ts';
import { commentsOf } from './store/incidents.ts';
import type { JobStore } from './store/job-store.ts';
import { messagesOfIncident } from './store/messages.ts';
import { mutesBetween } from './store/mutes.ts';
import { jobsBetween } from './store/watched-jobs.ts';

/** The first of its time, and the last. */
const READ_OF_EACH = 100;

/** What the jobs’ database knows of the time of an incident. Throws AppError disk. */
export const recordsOf = (
  store: JobStore,
  incident: Incident,
  now: number,
): Pick<KnownOfIncident, 'jobs' | 'jobsNotRead' | 'comments' | 'kept' | 'messages' | 'mutes'> => ({
  comments: commentsOf(store, incident.id),
  messages: messagesOfIncident(store, incident.id),
  mutes: mutesBetween(store, incident.cluster, whileItLasted(incident, now)).filter((mute) => isAbout(mute, incident)),
  kept: observedOf(store, incident.id),
  ...jobsOf(store, incident, now),
});

function whileItLasted({ began, ended }: Incident, now: number): Span {
  const from = Date.parse(began.after ?? began.at);
  return { from, to: ended === null ? now : Math.max(from, Date.parse(ended.at)) };
}

function jobsOf(
  store: JobStore,
  incident: Incident,
  now: number,
): { jobs: JobSummary[]; jobsNotRead: KnownOfIncident['jobsNotRead'] } {
  const { facts } = incident;
  const named = facts.kind === 'schedule' ? facts.jobs : facts.kind === 'job-waiting' ? [facts.job] : null;
  if (named !== null) return { jobs: summariesOf(store, named), jobsNotRead: null };
  const { from, to } = spanOf(incident, now);
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const { ids, leftOut } = jobsBetween(store, { cluster: incident.cluster, ...range, each: READ_OF_EACH });
  const related = ids.filter((id) => isRelated(store, id, incident));
  return { jobs: summariesOf(store, related), jobsNotRead: leftOut };
}

/** Everybody reads an incident: why a copy failed may name a cluster on which they have no role. */
const summariesOf = (store: JobStore, ids: readonly string[]): JobSummary[] =>
  store.summaries({ ids, limit: Math.max(1, ids.length) }).map((summary) => {
    const failedCopy = summary.status === 'failed' && aboutOf(store, summary.id).isCopy ? store.get(summary.id) : null;
    return failedCopy === null ? summary : { ...summary, problem: reasonForAll(failedCopy) ?? summary.problem };
  });

/** Of an incident of an alias: the jobs about it; of a job: those about the same; of the cluster: all. */
function isRelated(store: JobStore, id: string, { facts, subject }: Incident): boolean {
  if ('job' in facts && facts.job === id) return true;
  const about = aboutOf(store, id);
  if (facts.kind === 'job') return about.subject === subject;
  return isOfAlias(facts.kind) ? about.objects.has(subject) : true;
}

interface About {
  objects: ReadonlySet<string>;
  subject: string;
  /** It restores a backup of another cluster. */
  isCopy: boolean;
}

/** What a job is about does not change, and plans are large. */
const known = processGlobal('what-jobs-are-about', () => new LRUCache<string, About>({ max: 1_000 }));

function aboutOf(store: JobStore, id: string): About {
  const before = known().get(id);
  if (before !== undefined) return before;
  const job = store.get(id);
  const about: About =
    job === null
      ? { objects: new Set(), subject: '', isCopy: false }
      : {
          objects: new Set([...objectsOf(job.work), ...worksOn(job.work)]),
          subject: subjectOfJob({ kind: job.work.kind, things: worksOn(job.work) }),
          isCopy: kinds.of(job.work).copiedFrom(job.work) !== null,
        };
  known().set(id, about);
  return about;
}
