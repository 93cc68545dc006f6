import type { AliasEvent } from '../../contract/alias-page.ts';
import type { CountPoint } from '../../contract/count-points.ts';
import type { Incident } from '../../contract/incident.ts';
import type { IncidentEvent } from '../../contract/incidents-page.ts';
import { LOSS_SHARE } from '../../contract/loss-share.ts';
import type { ClusterChange } from '../../contract/overview.ts';
import { formatCount, formatList, formatMove, plural } from '../../format.ts';
import type { Span } from '../timeline.ts';
import { eventOf } from './event.ts';

const isWithin = (at: number, { from, to }: Span): boolean => at >= from && at <= to;

interface About {
  incident: Pick<Incident, 'facts'>;
  /** null: the incident is of no alias. */
  alias: string | null;
  span: Span;
}

/**
 * What changed in the cluster meanwhile. Of an alias’s incident all that is about the alias, of others what was bad, and all of
 * the cluster’s own.
 */
export const changeLines = (changes: readonly ClusterChange[], { alias, incident, span }: About): IncidentEvent[] =>
  changes
    .filter(({ at }) => isWithin(Date.parse(at), span))
    .filter(
      ({ level, subjects = [] }) =>
        isOfCluster(incident) || level !== 'idle' || (alias !== null && subjects.includes(alias)),
    )
    .map(({ after, at, id, job, level, named = [], outage, sentence, subjects = [] }) =>
      eventOf({
        id: `change-${id}`,
        at,
        after,
        of: outage !== undefined || subjects.length === 0 ? 'health' : 'change',
        level,
        sentence,
        named,
        job,
      }),
    );

const isOfCluster = ({ facts: { kind } }: Pick<Incident, 'facts'>): boolean =>
  kind === 'cluster-red' || kind === 'cluster-yellow' || kind === 'cluster-silent' || kind === 'disk';

interface OfAlias {
  alias: string;
  span: Span;
  /** What is told already: the same answer of the cluster shows it twice. */
  told: readonly IncidentEvent[];
}

/** Moves and losses of the alias that are no longer, or not, among the changes. They are kept longer. */
export const aliasEventLines = (events: readonly AliasEvent[], { alias, span, told }: OfAlias): IncidentEvent[] =>
  events
    .filter(({ at }) => isWithin(Date.parse(at), span) && !isTold(Date.parse(at), alias, told))
    .map(({ after, at, before, documents, job, to }) =>
      eventOf({
        id: `alias-${at}`,
        at,
        after,
        of: 'change',
        level: job === null ? (to.length === 0 ? 'bad' : 'warn') : 'idle',
        sentence: moveSentence(alias, { before, to, documents }),
        named: [{ name: alias, of: 'alias' }],
        job,
      }),
    );

function moveSentence(
  alias: string,
  { before, documents, to }: Pick<AliasEvent, 'before' | 'to' | 'documents'>,
): string {
  if (to.length === 0) return `Alias ${alias} was removed; it pointed to ${formatList(before)}.`;
  if (before.length === 0) return `Alias ${alias} is new: it points to ${formatList(to)}.`;
  const counted = documents.before === null && documents.after === null ? '' : `, with ${formatMove(documents)}`;
  return [...before].sort().join('\n') === [...to].sort().join('\n')
    ? `Alias ${alias} has ${formatMove(documents)}.`
    : `Alias ${alias} was switched from ${formatList(before)} to ${formatList(to)}${counted}.`;
}

/** The largest changes of the documents. */
const MOST_COUNTS = 40;
/** A smaller share is no news. */
const LEAST_SHARE = 0.01;

export const documentLines = (points: readonly CountPoint[], { alias, span, told }: OfAlias): IncidentEvent[] =>
  points
    .flatMap((point, index) => {
      const before = points[index - 1];
      return before === undefined || !isWithin(point.at, span)
        ? []
        : [{ point, before, weight: weightOf(before, point) }];
    })
    .filter(({ point, weight }) => weight >= LEAST_SHARE && !isTold(point.at, alias, told))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_COUNTS)
    .map(({ before, point }) =>
      eventOf({
        id: `documents-${point.at}`,
        at: new Date(point.at).toISOString(),
        after: new Date(point.after).toISOString(),
        of: 'documents',
        level: isLoss(before, point) ? 'bad' : 'idle',
        sentence: countSentence(alias, before.documents, point.documents),
        named: [{ name: alias, of: 'alias' }],
      }),
    );

/** The share of its documents that changed; 1: it became known or unknown. */
function weightOf({ documents: before }: CountPoint, { documents: after }: CountPoint): number {
  if (before === null || after === null) return before === after ? 0 : 1;
  return Math.abs(after - before) / Math.max(before, after, 1);
}

const isLoss = ({ documents: before }: CountPoint, { documents: after }: CountPoint): boolean =>
  before !== null && after !== null && before > 0 && (before - after) / before >= LOSS_SHARE;

function countSentence(alias: string, before: number | null, after: number | null): string {
  if (after === null) return `How many documents ${alias} has is unknown; it had ${formatCount(before)}.`;
  if (before === null) return `${alias} has ${plural(after, 'document')}.`;
  const [change, word] = after < before ? [before - after, 'fewer'] : [after - before, 'more'];
  return `${alias} has ${plural(after, 'document')}, ${formatCount(change)} ${word}.`;
}

/** One answer is noted within so long. */
const SAME_ANSWER_MS = 5_000;

const isTold = (at: number, alias: string, told: readonly IncidentEvent[]): boolean =>
  told.some(
    (event) => event.named.some(({ name }) => name === alias) && Math.abs(Date.parse(event.at) - at) < SAME_ANSWER_MS,
  );
