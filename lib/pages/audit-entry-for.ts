import { LRUCache } from 'lru-cache';
import { clustersOf } from '../access/current-user.ts';
import type { Identity } from '../access/roles.ts';
import type { AuditEntry } from '../contract/audit-log.ts';
import type { ByWord } from '../contract/by-name.ts';
import { jobs } from '../jobs/jobs.ts';
import { withoutUnknownOrigins } from '../jobs/origin-sentence.ts';
import {
  failureWithoutReason,
  failureWithoutSource,
  HIDDEN_CLUSTER,
  subjectsWithoutSource,
} from '../kinds/copied-source.ts';
import { kinds } from '../kinds/kinds.ts';
import { isHiddenSource } from './job-for.ts';

/**
 * Lines of the audit log as a person may read them: without the keys and names of other clusters on which they have no
 * role. A comparison, a copy and its origin name them.
 */
export function auditEntriesFor(identity: Identity): (entry: AuditEntry) => AuditEntry {
  const known = clustersOf(identity);
  const keys = new Set(known.map(({ key }) => key));
  return (stored) => {
    const entry = withoutHiddenCopy(stored, identity);
    const note = entry.note === null ? null : withoutUnknownOrigins(entry.note, known);
    const isKnown = (key: string) => key === entry.cluster || keys.has(key);
    const input = withoutUnknownKeys(entry.input, isKnown);
    if (input === entry.input) return note === entry.note ? entry : { ...entry, note };
    // What failed on the other cluster says its name or its address.
    return { ...entry, note, input, failure: entry.failure && failureWithoutReason(entry.failure) };
  };
}

/** The end of a job that copies from a cluster without a role, or an action on one. Else the same object. */
function withoutHiddenCopy(entry: AuditEntry, identity: Identity): AuditEntry {
  const { failure, input } = entry;
  if (!isRecord(input)) return entry;
  const { job, subjects } = input;
  if (Array.isArray(subjects) && isHidden(entry.job, identity))
    return {
      ...entry,
      input: { ...input, subjects: subjectsWithoutSource(subjects.map(String)) },
      failure: failure && failureWithoutSource(failure),
    };
  if (failure !== null && typeof job === 'string' && isHidden(job, identity))
    return { ...entry, failure: failureWithoutReason(failure) };
  return entry;
}

const isHidden = (job: string | null, identity: Identity): boolean =>
  job !== null && isHiddenSource(identity, copiedFrom(job));

/** The key of the cluster that a job copies from, by job: it does not change, and plans are large. */
const sources = new LRUCache<string, { from: string | null }>({ max: 5_000 });

function copiedFrom(id: string): string | null {
  const before = sources.get(id);
  if (before !== undefined) return before.from;
  const job = jobs.get(id);
  if (job === null) return null;
  const from = kinds.of(job.work).copiedFrom(job.work);
  sources.set(id, { from });
  return from;
}

/**
 * What a form sent, without the keys of unknown clusters: `cluster` of a side, `from` of what was chosen for a copy, and `from` beside
 * the name of a snapshot; elsewhere that is a time. The same object where it has none.
 */
function withoutUnknownKeys(input: unknown, isKnown: (key: string) => boolean): unknown {
  if (!isRecord(input)) return input;
  const { choices, cluster, from, left, right, snapshot } = input;
  const changed = Object.entries({
    cluster: hidden(cluster, isKnown),
    left: withHidden(left, 'cluster', isKnown),
    right: withHidden(right, 'cluster', isKnown),
    choices: withHidden(choices, 'from', isKnown),
    from: snapshot === undefined ? from : hidden(from, isKnown),
  }).filter(([name, value]) => value !== input[name]);
  return changed.length === 0 ? input : { ...input, ...Object.fromEntries(changed) };
}

function withHidden(value: unknown, name: 'cluster' | 'from', isKnown: (key: string) => boolean): unknown {
  if (!isRecord(value)) return value;
  const shown = hidden(value[name], isKnown);
  return shown === value[name] ? value : { ...value, [name]: shown };
}

const hidden = (key: unknown, isKnown: (key: string) => boolean): unknown =>
  typeof key === 'string' && !isKnown(key) ? HIDDEN_CLUSTER : key;

const isRecord = (value: unknown): value is ByWord<unknown> => typeof value === 'object' && value !== null;
