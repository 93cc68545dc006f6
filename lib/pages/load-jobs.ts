import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import type { JobActivity, JobRow, JobsFilter, JobsPage } from '../contract/jobs-page.ts';
import type { JobStatus, JobSummary } from '../contract/job.ts';
import { jobs } from '../jobs/jobs.ts';
import { compare } from '../kinds/compare/describe.ts';
import { kinds } from '../kinds/kinds.ts';
import { jobRowOf } from '../present/job-row.ts';
import { standstillOf } from '../waiting-sentence.ts';
import { hiddenTextsFor } from './hidden-texts.ts';
import { isHiddenCopy, jobFor, type Viewer } from './job-for.ts';

const ROWS_PER_PAGE = 50;
/** Of the jobs under way, which are above the list. */
const RUNNING_SHOWN = 4;
const ACTIVE = ['queued', 'running'] as const;
const ENDED = ['succeeded', 'failed', 'cancelled', 'interrupted'] as const;
const FAILED = ['failed', 'interrupted'] as const;

/** `viewer`: who reads it; left out: other clusters are not named. */
export function loadJobs(cluster: ConfiguredCluster, filter: JobsFilter, viewer: Viewer = null): JobsPage {
  const rowOf = (summary: JobSummary) => rowOfSummary(summary, viewer);
  const hiddenTexts = filter.text === undefined ? [] : hiddenTextsFor(viewer, cluster);
  const newestFirst = filter.sort === 'date' && filter.order === 'desc';
  const found = jobs.summaries({
    cluster: cluster.key,
    kinds: kindsOf(filter),
    statuses: statusesOf(filter),
    text: filter.text,
    hiddenTexts,
    sort: { by: filter.sort, descending: filter.order === 'desc' },
    ...(newestFirst ? { before: filter.before } : { skip: (filter.page - 1) * ROWS_PER_PAGE }),
    limit: ROWS_PER_PAGE + 1,
  });
  // The oldest first: the order in which they run.
  const active = jobs
    .summaries({ cluster: cluster.key, statuses: ACTIVE, limit: 500 })
    .sort((a, b) => Number(b.status === 'running') - Number(a.status === 'running') || Number(a.id) - Number(b.id));
  return {
    takenAt: new Date().toISOString(),
    rows: found.slice(0, ROWS_PER_PAGE).map(rowOf),
    more: found.length > ROWS_PER_PAGE,
    running: active.slice(0, RUNNING_SHOWN).map(rowOf),
    active: active.length,
    failed: jobs.count({ cluster: cluster.key, statuses: FAILED, text: filter.text, hiddenTexts }),
    kinds: kinds.all().map(({ kind, label }) => ({ kind, label })),
  };
}

/** undefined: all of them. A segment without a kind has no job. */
function kindsOf({ kind, show }: JobsFilter): string[] | undefined {
  if (kind !== 'any') return [kind];
  if (show === 'all' || show === 'failed') return undefined;
  return kindsShownAs(show);
}

/** The kinds of a tab of the list. */
function kindsShownAs(show: JobsFilter['show']): string[] {
  return kinds.all().flatMap((each) => (each.segment === show ? [each.kind] : []));
}

function statusesOf({ show, status }: JobsFilter): readonly JobStatus[] {
  if (status === 'active') return ACTIVE;
  if (status !== 'any') return [status];
  return show === 'failed' ? FAILED : ENDED;
}

export function loadJobActivity(cluster: ConfiguredCluster): JobActivity {
  const active = jobs.summaries({ cluster: cluster.key, statuses: ACTIVE, limit: 500 });
  return {
    active: active.length,
    standing: active.flatMap(({ id, status, title, progress }) => {
      const sentence = status === 'running' ? standstillOf(progress) : null;
      return sentence === null ? [] : [{ job: id, sentence: `${title}: ${sentence}` }];
    }),
  };
}

/** As `viewer` may read it: a comparison may be with an index of another cluster, and a restore may copy from one. */
export function rowOfSummary(summary: JobSummary, viewer: Viewer = null): JobRow {
  const row = storedRowOf(summary);
  const isCompared = summary.kind === compare.kind && viewer !== null;
  const isFailedRestore = summary.status === 'failed' && RESTORES.has(summary.kind);
  const job = isCompared || isFailedRestore ? jobs.get(summary.id) : null;
  if (job === null || (isFailedRestore && !isHiddenCopy(viewer, job.work))) return row;
  const { outcome, progress, title } = jobRowOf(jobFor(viewer, job));
  return isFailedRestore ? { ...row, outcome } : { ...row, title, outcome, progress };
}

const RESTORES: ReadonlySet<string> = new Set(kindsShownAs('restores'));

function storedRowOf(summary: JobSummary): JobRow {
  const { id, title, kind, status, actor, createdAt, startedAt, endedAt, progress, partial, follows } = summary;
  return {
    id,
    title,
    kind,
    label: kinds.of({ kind }).label,
    status,
    actor,
    createdAt,
    startedAt,
    endedAt,
    progress: status === 'running' ? progress : null,
    partial,
    follows,
    outcome: summary.problem,
    ...(summary.problem === null ? endingOf(id, status) : {}),
  };
}

type Ending = Pick<JobRow, 'outcome' | 'partial' | 'missing' | 'warning'>;

const UNKNOWN: Ending = { outcome: null, partial: false };

/** By job. An ended job never changes, and its result, which the sentences are made from, may be large. */
const endings = new LRUCache<string, Ending>({ max: 5000 });

function endingOf(id: string, status: JobSummary['status']): Ending {
  if (status === 'queued' || status === 'running') return UNKNOWN;
  const known = endings.get(id);
  if (known !== undefined) return known;
  const job = jobs.get(id);
  if (job === null) return UNKNOWN;
  const { missing, outcome, partial, warning } = jobRowOf(job);
  const ending = { outcome, partial, missing, warning };
  endings.set(id, ending);
  return ending;
}
