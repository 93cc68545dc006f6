import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import type { JobActivity, JobRow, JobsFilter, JobsPage } from '../contract/jobs-page.ts';
import type { JobSummary } from '../contract/job.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { outcomeOf } from '../present/job-row.ts';
import { standstillOf } from '../waiting-sentence.ts';

const ROWS_PER_PAGE = 50;
const ACTIVE = ['queued', 'running'] as const;

export function loadJobs(cluster: ConfiguredCluster, filter: JobsFilter): JobsPage {
  const found = jobs.summaries({
    cluster: cluster.key,
    kinds: filter.kind === 'any' ? undefined : [filter.kind],
    statuses: filter.status === 'any' ? undefined : filter.status === 'active' ? ACTIVE : [filter.status],
    text: filter.text,
    before: filter.before,
    limit: ROWS_PER_PAGE + 1,
  });
  return {
    takenAt: new Date().toISOString(),
    rows: found.slice(0, ROWS_PER_PAGE).map(rowOfSummary),
    more: found.length > ROWS_PER_PAGE,
    active: jobs.summaries({ cluster: cluster.key, statuses: ACTIVE, limit: 500 }).length,
    kinds: kinds.all().map(({ kind, label }) => ({ kind, label })),
  };
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

export function rowOfSummary(summary: JobSummary): JobRow {
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
    outcome: summary.problem ?? outcomeOfSummary(id, status),
  };
}

/** By job. An ended job never changes, and its result, which the sentence is made from, may be large. */
const outcomes = new LRUCache<string, { sentence: string | null }>({ max: 5000 });

function outcomeOfSummary(id: string, status: JobSummary['status']): string | null {
  if (status === 'queued' || status === 'running') return null;
  const known = outcomes.get(id);
  if (known !== undefined) return known.sentence;
  const job = jobs.get(id);
  const sentence = job === null ? null : outcomeOf(job);
  outcomes.set(id, { sentence });
  return sentence;
}
