import { isDeepStrictEqual } from 'node:util';
import {
  SEVERITIES,
  type IncidentFacts,
  type IncidentKind,
  type ObservedTime,
  type Severity,
} from '../contract/incident.ts';
import type { Finding, Look } from './finding.ts';

/** An incident that has not ended. Times in milliseconds since 1970. */
export interface OpenIncident {
  id: string;
  subject: string;
  severity: Severity;
  facts: IncidentFacts;
  began: ObservedTime;
  /** False: it has not lasted long enough, and no list has it. */
  confirmed: boolean;
  /** It was last observed then. */
  seenMs: number;
  /** It was first observed to be over then; null: it lasts. */
  goneSinceMs: number | null;
}

/** An incident that a person closed while it lasted, and that has not been observed to be over since then. */
export interface ClosedIncident {
  id: string;
  kind: IncidentKind;
  subject: string;
  severity: Severity;
  closedMs: number;
}

export type Transition =
  | { change: 'begin'; finding: Finding; confirmed: boolean; seenMs: number; now: number }
  /** It lasts. `confirmedMs`: it is confirmed now; `began` differs only of one that was not known to last until now. */
  | {
      change: 'last';
      id: string;
      severity: Severity;
      facts: IncidentFacts;
      began: ObservedTime;
      seenMs: number;
      confirmedMs: number | null;
    }
  /** It was not confirmed, and is over. */
  | { change: 'forget'; id: string }
  | { change: 'gone'; id: string; sinceMs: number }
  | { change: 'end'; id: string; ended: ObservedTime }
  /** It is not watched any more, since then. */
  | { change: 'not-watched'; id: string; sinceMs: number }
  /** What a person closed is over: the same may begin again. */
  | { change: 'closed-is-over'; id: string; sinceMs: number };

/** An incident that is gone ends after this time, so that one that comes and goes is one. */
const ENDS_AFTER_MS = 60_000;

/**
 * Longer than this between two observations: Restore Desk did not run, or the cluster did not answer. Whether what was seen before has
 * lasted is unknown.
 */
const UNWATCHED_AFTER_MS = 150_000;

/** Where nothing but the time of the last observation is new, it is written after this time. */
const SEEN_EVERY_MS = 45_000;

/** `began` of these is read from what is saved: it is the same after a restart. That of the others is when it was first observed. */
const DATED = new Set<IncidentKind>([
  'documents-lost',
  'alias-missing',
  'alias-moved',
  'backup-overdue',
  'schedule',
  'job',
  'job-waiting',
  'drill',
]);

/**
 * What a look changes about the incidents of a cluster. `open`: all that have not ended, also unconfirmed ones. `now` in
 * milliseconds since 1970; a clock that was set back confirms and ends nothing too early. Pure.
 */
export function step(
  open: readonly OpenIncident[],
  look: Look,
  now: number,
  closed: readonly ClosedIncident[] = [],
): Transition[] {
  const observedAt = (kind: IncidentKind) => Math.min(look.observedAt?.(kind) ?? now, now);
  const found = byKey(look.findings);
  const openKeys = new Map(open.map((incident) => [keyOf(incident.facts.kind, incident.subject), incident]));
  const closedKeys = new Map(closed.map((incident) => [keyOf(incident.kind, incident.subject), incident]));
  const begun = [...found].flatMap(([key, finding]): Transition[] => {
    if (openKeys.has(key)) return [];
    const before = closedKeys.get(key);
    if (before && isStillClosed(before, finding)) return [];
    const seenMs = observedAt(finding.facts.kind);
    const confirmed = hasHeld(finding.began, seenMs, finding.holdMs);
    const begin: Transition = { change: 'begin', finding, confirmed, seenMs, now };
    return before ? [{ change: 'closed-is-over', id: before.id, sinceMs: seenMs }, begin] : [begin];
  });
  const lasting = open.flatMap((incident): Transition[] => {
    const { kind } = incident.facts;
    const finding = found.get(keyOf(kind, incident.subject));
    if (finding) return lasts(incident, finding, observedAt(kind), now);
    if (look.watches?.(kind, incident.subject) === false) return isNotWatched(incident, now);
    return look.knows(kind, incident.subject) ? isGone(incident, observedAt(kind), now) : [];
  });
  const over = closed
    .filter(({ kind, subject }) => !found.has(keyOf(kind, subject)) && look.knows(kind, subject))
    .filter(({ closedMs, kind }) => observedAt(kind) > closedMs || closedMs > now)
    .map(({ id, kind }): Transition => ({ change: 'closed-is-over', id, sinceMs: observedAt(kind) }));
  return [...begun, ...lasting, ...over];
}

/** Whether `a` is worse than `b`. */
const isWorse = (a: Severity, b: Severity): boolean => SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);

const keyOf = (kind: IncidentKind, subject: string): string => `${kind}\n${subject}`;

/** The worst of each kind and subject. */
function byKey(findings: readonly Finding[]): Map<string, Finding> {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding.facts.kind, finding.subject);
    const other = found.get(key);
    if (!other || isWorse(finding.severity, other.severity)) found.set(key, finding);
  }
  return found;
}

/** A person closed just this: it is neither worse, nor another one that began later. */
const isStillClosed = (closed: ClosedIncident, { began, facts, severity }: Finding): boolean =>
  !isWorse(severity, closed.severity) && !(DATED.has(facts.kind) && Date.parse(began.at) > closed.closedMs);

const hasHeld = (began: ObservedTime, seenMs: number, holdMs: number): boolean =>
  seenMs - Date.parse(began.at) >= holdMs;

function lasts(incident: OpenIncident, finding: Finding, seenMs: number, now: number): Transition[] {
  // Another process has observed it later than this one.
  const newestMs = Math.max(incident.seenMs, incident.goneSinceMs ?? 0);
  if (seenMs < newestMs && newestMs <= now) return [];
  const { facts, severity } = finding;
  const began = isKnownToLast(incident, seenMs, now) ? incident.began : finding.began;
  const confirms = !incident.confirmed && hasHeld(began, seenMs, finding.holdMs);
  const isSame =
    !confirms &&
    began === incident.began &&
    incident.goneSinceMs === null &&
    isWritten(incident, seenMs) &&
    severity === incident.severity &&
    isDeepStrictEqual(facts, incident.facts);
  if (isSame) return [];
  return [{ change: 'last', id: incident.id, severity, facts, began, seenMs, confirmedMs: confirms ? now : null }];
}

/** One that waits is decided by when it was last observed: each observation counts. */
const isWritten = ({ confirmed, seenMs: writtenMs }: OpenIncident, seenMs: number): boolean =>
  confirmed ? seenMs >= writtenMs && seenMs - writtenMs < SEEN_EVERY_MS : seenMs === writtenMs;

/** Not one that waits where the clock was set back, which can't have lasted, or where nothing was observed in between. */
function isKnownToLast({ began, confirmed, facts, seenMs: lastSeenMs }: OpenIncident, seenMs: number, now: number) {
  if (confirmed) return true;
  if (Date.parse(began.at) > now) return false;
  return DATED.has(facts.kind) || seenMs - lastSeenMs <= UNWATCHED_AFTER_MS;
}

function isGone(
  { confirmed, goneSinceMs, id, seenMs: lastSeenMs }: OpenIncident,
  seenMs: number,
  now: number,
): Transition[] {
  // Another process has observed it later than this one has observed anything.
  if (seenMs <= lastSeenMs && lastSeenMs <= now) return [];
  if (!confirmed) return [{ change: 'forget', id }];
  if (goneSinceMs === null || goneSinceMs > now) return [{ change: 'gone', id, sinceMs: seenMs }];
  if (seenMs - goneSinceMs < ENDS_AFTER_MS) return [];
  const after = Math.min(lastSeenMs, goneSinceMs);
  return [{ change: 'end', id, ended: { at: isoOf(goneSinceMs), after: isoOf(after) } }];
}

/** After the same time as what is gone: another process may still watch it, with the configuration of before. */
function isNotWatched({ confirmed, goneSinceMs, id }: OpenIncident, now: number): Transition[] {
  if (!confirmed) return [{ change: 'forget', id }];
  if (goneSinceMs === null || goneSinceMs > now) return [{ change: 'gone', id, sinceMs: now }];
  return now - goneSinceMs < ENDS_AFTER_MS ? [] : [{ change: 'not-watched', id, sinceMs: goneSinceMs }];
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
