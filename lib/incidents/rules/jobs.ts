import { createHash } from 'node:crypto';
import type { JobStatus } from '../../contract/job.ts';
import type { Waiting } from '../../contract/progress.ts';
import type { Finding } from '../finding.ts';
import { withoutValues } from '../without-values.ts';

/** A job that did not do everything. Times are ISO. */
export interface NotGoodJob {
  id: string;
  kind: string;
  title: string;
  /** `succeeded`: in part. */
  status: Extract<JobStatus, 'failed' | 'interrupted' | 'succeeded'>;
  endedAt: string;
  /** The last sign of life of its process; null: none. */
  beatAt: string | null;
  problem: string | null;
  follows: string | null;
  /** What it is about: `worksOn`. */
  things: readonly string[];
}

/** A job that did everything. */
export interface DoneJob {
  id: string;
  kind: string;
  follows: string | null;
  things: readonly string[];
}

/**
 * Jobs that did not do everything and that nothing has made good since: neither a later good job of the same kind on the same
 * things, nor one that went on with it. One of each kind and things: the newest. `notGood`: newest first; `settled`: those whose incident
 * has ended. Pure.
 */
export function jobFindings(notGood: readonly NotGoodJob[], { good, now, settled }: Since): Finding[] {
  const continued = continuedBy(notGood, good);
  return [...newestOfEach(notGood)]
    .filter(([, job]) => !settled.has(job.id) && !continued.has(job.id) && !isMadeGood(job, good))
    .map(([subject, job]) => findingOf(job, subject, now));
}

/** By subject, newest first: the newest says how it is. `notGood`: newest first. */
export function newestOfEach<Job extends Pick<NotGoodJob, 'kind' | 'things'>>(
  notGood: readonly Job[],
): Map<string, Job> {
  const newest = new Map<string, Job>();
  for (const job of notGood) {
    const subject = subjectOfJob(job);
    if (!newest.has(subject)) newest.set(subject, job);
  }
  return newest;
}

interface Since {
  good: readonly DoneJob[];
  settled: ReadonlySet<string>;
  now: number;
}

/** "backup: government", the same for each job of this kind on these things. At most 255 characters. */
export function subjectOfJob({ kind, things }: Pick<NotGoodJob, 'kind' | 'things'>): string {
  const subject = `${kind}: ${things.join(', ')}`;
  if (subject.length <= MOST_CHARACTERS) return subject;
  const digest = createHash('sha256').update(subject).digest('hex').slice(0, 12);
  return `${subject.slice(0, MOST_CHARACTERS - 16)}… (${digest})`;
}
const MOST_CHARACTERS = 255;

/** The jobs that good ones went on with, and those that these had gone on with. */
function continuedBy(notGood: readonly NotGoodJob[], good: readonly DoneJob[]): Set<string> {
  const byId = new Map(notGood.map((job) => [job.id, job]));
  const continued = new Set<string>();
  for (const { follows } of good)
    for (let id = follows; id !== null && !continued.has(id); id = byId.get(id)?.follows ?? null) continued.add(id);
  return continued;
}

/** Later good jobs of its kind were about all its things, one of them or several together. */
function isMadeGood(job: NotGoodJob, good: readonly DoneJob[]): boolean {
  const later = good.filter(({ id, kind }) => kind === job.kind && Number(id) > Number(job.id));
  const done = new Set(later.flatMap(({ things }) => things));
  return job.things.every((thing) => done.has(thing));
}

function findingOf(job: NotGoodJob, subject: string, now: number): Finding {
  const { beatAt, endedAt, id, problem, status, title } = job;
  const at = new Date(Math.min(Date.parse(endedAt), now)).toISOString();
  return {
    subject,
    severity: 'warning',
    facts: { kind: 'job', job: id, title, status, message: problem === null ? null : withoutValues(problem) },
    // An interrupted job is ended by the next process: its own ended after its last sign of life.
    began: { at, after: status === 'interrupted' && beatAt !== null && beatAt < at ? beatAt : null },
    holdMs: 0,
  };
}

/** A job that has not ended. */
export interface AliveJobFacts {
  id: string;
  title: string;
  status: 'queued' | 'running';
  createdAt: string;
  /** What it waits for; null: it moves, or it is queued. */
  waitingFor: Waiting | null;
  /** A person paused it, or it says itself why it waits. */
  paused: boolean;
  /** Of a queued one: the process that is to run it runs fewer jobs than it may. */
  slotFree: boolean;
}

const WAITS_LONG_MS = 15 * 60_000;

/**
 * Jobs that wait for more than 15 minutes: queued although no other job is in the way, or running without anything that moves. Pure.
 */
export const waitingFindings = (jobs: readonly AliveJobFacts[], now: number): Finding[] =>
  jobs.flatMap((job) => {
    const waiting = waitingOf(job);
    if (waiting === null || now - Date.parse(waiting.since) <= WAITS_LONG_MS) return [];
    return [
      {
        subject: job.id,
        severity: 'warning',
        facts: { kind: 'job-waiting', job: job.id, title: job.title, ...waiting },
        began: { at: waiting.since, after: null },
        holdMs: 0,
      } satisfies Finding,
    ];
  });

/** `why`: "for the cluster’s answer to POST …", "although no other job is in the way". */
function waitingOf({
  createdAt,
  paused,
  slotFree,
  status,
  waitingFor,
}: AliveJobFacts): { since: string; why: string | null } | null {
  if (status === 'queued') return slotFree ? { since: createdAt, why: 'although no other job is in the way' } : null;
  if (paused || waitingFor === null) return null;
  return { since: waitingFor.since, why: waitingFor.what === null ? null : `for ${waitingFor.what}` };
}
