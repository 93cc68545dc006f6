import type { AuditEntry } from '../contract/audit-log.ts';
import type { NamedObject } from '../contract/overview.ts';
import { capitalised, formatCount } from '../format.ts';

/** "Switch alias": a request. "Restore job ended": how a job ended. */
export function auditTitle(action: string): string {
  const job = /^job: (.+)$/.exec(action)?.[1];
  return job === undefined ? capitalised(action) : `${capitalised(job.replaceAll('-', ' '))} job ended`;
}

const MOST_NAMES = 3;

/** What a line is about: names of aliases, indices and backups, and its job. `shorten`: for the names of indices in it. */
export function auditSubject(
  { cluster, job, objects }: Pick<AuditEntry, 'cluster' | 'job' | 'objects'>,
  shorten: (sentence: string) => string,
): string {
  const more = objects.length - MOST_NAMES;
  const names = objects.slice(0, MOST_NAMES).join(', ');
  return [
    names === '' ? null : shorten(names),
    more > 0 ? `${formatCount(more)} more` : null,
    job === null ? null : `job ${job}`,
    cluster === null ? 'no cluster' : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

const MOST_NAMED = 20;

/**
 * The names of the line of which its data says that they are an index or an alias: as `index` or `alias` of what was asked
 * for, or of the states before and after. Of the others, the line does not say what has them.
 */
export function auditNamed({ after, before, input, objects }: AuditEntry): NamedObject[] {
  const known = new Map<string, NamedObject['of']>();
  for (const value of [input, before, after].flat()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const field of ['index', 'alias'] as const) {
      const name = (value as { index?: unknown; alias?: unknown })[field];
      if (typeof name === 'string') known.set(name, field);
    }
  }
  return [...new Set(objects)]
    .flatMap((name) => (known.has(name) ? [{ name, of: known.get(name)! }] : []))
    .slice(0, MOST_NAMED);
}

/** What was asked for, the states before and after, the requests, and why it failed: as JSON; null: nothing of it is known. */
export function auditDetails(entry: AuditEntry): string | null {
  const known = Object.entries({
    action: entry.action,
    plan: entry.fingerprint,
    input: entry.input,
    before: entry.before,
    after: entry.after,
    requests: entry.requests,
    failure: entry.failure,
    objects: entry.objects.length > MOST_NAMES ? entry.objects : null,
    address: entry.address,
    endedAt: entry.endedAt,
  }).filter(([, value]) => value !== null && value !== undefined);
  return known.length === 0 ? null : JSON.stringify(Object.fromEntries(known));
}
