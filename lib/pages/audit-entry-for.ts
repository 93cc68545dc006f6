import { clustersOf } from '../access/current-user.ts';
import type { Identity } from '../access/roles.ts';
import { configuredClusters } from '../config.ts';
import type { AuditEntry } from '../contract/audit-log.ts';
import type { ByWord } from '../contract/by-name.ts';
import { withoutUnknownOrigins } from '../jobs/origin-sentence.ts';

const HIDDEN = 'another cluster';

/** The keys of the configured clusters on which a person has no role. */
export function hiddenKeysFor(identity: Identity): string[] {
  const known = new Set(clustersOf(identity).map(({ key }) => key));
  return configuredClusters().flatMap(({ key }) => (known.has(key) ? [] : [key]));
}

/**
 * Lines of the audit log as a person may read them: without the keys and names of other clusters on which they have no
 * role. A comparison, a copy and its origin name them.
 */
export function auditEntriesFor(identity: Identity): (entry: AuditEntry) => AuditEntry {
  const known = clustersOf(identity);
  const keys = new Set(known.map(({ key }) => key));
  return (entry) => {
    const note = entry.note === null ? null : withoutUnknownOrigins(entry.note, known);
    const isKnown = (key: string) => key === entry.cluster || keys.has(key);
    const input = withoutUnknownKeys(entry.input, isKnown);
    if (input === entry.input) return note === entry.note ? entry : { ...entry, note };
    // What failed there says its name or its address.
    const failure = entry.failure && {
      code: entry.failure.code,
      message: 'The reason is about another cluster, on which you have no role.',
    };
    return { ...entry, note, input, failure };
  };
}

/**
 * What a form sent, without the keys of unknown clusters: `cluster` of a side, and `from` of what was chosen for a copy. The
 * same object where it has none.
 */
function withoutUnknownKeys(input: unknown, isKnown: (key: string) => boolean): unknown {
  if (!isRecord(input)) return input;
  const { choices, cluster, left, right } = input;
  const changed = Object.entries({
    cluster: hidden(cluster, isKnown),
    left: withHidden(left, 'cluster', isKnown),
    right: withHidden(right, 'cluster', isKnown),
    choices: withHidden(choices, 'from', isKnown),
  }).filter(([name, value]) => value !== input[name]);
  return changed.length === 0 ? input : { ...input, ...Object.fromEntries(changed) };
}

function withHidden(value: unknown, name: 'cluster' | 'from', isKnown: (key: string) => boolean): unknown {
  if (!isRecord(value)) return value;
  const shown = hidden(value[name], isKnown);
  return shown === value[name] ? value : { ...value, [name]: shown };
}

const hidden = (key: unknown, isKnown: (key: string) => boolean): unknown =>
  typeof key === 'string' && !isKnown(key) ? HIDDEN : key;

const isRecord = (value: unknown): value is ByWord<unknown> => typeof value === 'object' && value !== null;
