import type { CountPoint } from '../../contract/count-points.ts';
import type { FactsOf, ObservedTime } from '../../contract/incident.ts';
import type { Finding } from '../finding.ts';
import type { OpenIncident } from '../step.ts';
import type { LossRule } from '../watch-settings.ts';
import type { ForeignMove } from './alias-moves.ts';
import type { Loss } from './loss.ts';

/** Tools that switch an alias in two calls are done sooner; so is an index that is being opened. */
const HOLDS_FOR_MS = 60_000;
const MOST_NAMES = 10;
/** While the cluster is red, so many aliases with red indices are incidents of their own; of more, the red cluster is the incident. */
const MOST_RED = 20;

/** An index that an alias points to, as listed. */
export interface AliasIndex {
  name: string;
  isRed: boolean;
  isClosed: boolean;
}

export const lossFinding = (alias: string, { began, before, lowest, moved, now }: Loss, rule: LossRule): Finding => ({
  subject: alias,
  severity: 'critical',
  facts: { kind: 'documents-lost', before, now, lowest, moved },
  began: { at: isoOf(began.at), after: isoOf(began.after) },
  holdMs: rule.holdMs,
});

/** The loss that an open incident is about. */
export const lossOf = (
  { before, lowest, moved, now }: FactsOf<'documents-lost'>,
  { after, at }: ObservedTime,
): Loss => ({ before, now, lowest, moved, began: { at: Date.parse(at), after: Date.parse(after ?? at) } });

export const moveFinding = (alias: string, { began, documents, from, to }: ForeignMove): Finding => ({
  subject: alias,
  severity: 'warning',
  facts: { kind: 'alias-moved', from: firstOf(from), to: firstOf(to), documents },
  began,
  holdMs: HOLDS_FOR_MS,
});

/** An alias that no index has. `points`: of it, oldest first; the last one is that of its absence. */
export function missingFinding(
  alias: string,
  points: readonly CountPoint[],
  { indices, nameIsIndex }: { indices: readonly string[]; nameIsIndex: boolean },
): Finding {
  const last = points.at(-1)!;
  const documents = points.findLast((point) => point.documents !== null)?.documents ?? null;
  return {
    subject: alias,
    severity: 'critical',
    facts: { kind: 'alias-missing', indices: firstOf(indices), documents, nameIsIndex },
    began: { at: isoOf(last.at), after: isoOf(last.after) },
    holdMs: HOLDS_FOR_MS,
  };
}

/** An alias of whose indices some can't be searched; null: all can. */
export function unsearchableFinding(
  alias: string,
  indices: readonly AliasIndex[],
  began: ObservedTime,
): Finding | null {
  const broken = indices.filter(({ isClosed, isRed }) => isClosed || isRed);
  if (broken.length === 0) return null;
  const closed = broken.filter(({ isClosed }) => isClosed).length;
  return {
    subject: alias,
    severity: 'critical',
    facts: {
      kind: 'alias-unsearchable',
      closed,
      red: broken.length - closed,
      of: indices.length,
      indices: firstOf(broken.map(({ name }) => name)),
    },
    began,
    holdMs: HOLDS_FOR_MS,
  };
}

/**
 * What was found of aliases, without the thousands that a red cluster makes unsearchable: people would be sent a message about each. An
 * alias with a closed index is another matter, and an incident that is open lasts. `ofCluster`: found of the cluster itself. `left`: the
 * aliases that are left out; they are as they are, so none of their incidents is over. Pure.
 */
export function withoutManyRed(
  ofAliases: readonly Finding[],
  ofCluster: readonly Finding[],
  open: readonly OpenIncident[],
): { kept: readonly Finding[]; left: ReadonlySet<string> } {
  const all = { kept: ofAliases, left: new Set<string>() };
  if (!ofCluster.some(({ facts }) => facts.kind === 'cluster-red')) return all;
  const red = new Set(ofAliases.filter(({ facts }) => facts.kind === 'alias-unsearchable' && facts.closed === 0));
  if (red.size <= MOST_RED) return all;
  const lasting = new Set(
    open
      .filter(({ confirmed, facts }) => confirmed && facts.kind === 'alias-unsearchable')
      .map(({ subject }) => subject),
  );
  const isLeft = (finding: Finding) => red.has(finding) && !lasting.has(finding.subject);
  return {
    kept: ofAliases.filter((finding) => !isLeft(finding)),
    left: new Set(ofAliases.filter(isLeft).map(({ subject }) => subject)),
  };
}

/** As many as facts have. */
export const firstOf = (names: readonly string[]): string[] => [...names].sort().slice(0, MOST_NAMES);
const isoOf = (ms: number): string => new Date(ms).toISOString();
