import { createHash } from 'node:crypto';
import { KIND_LABELS, SEVERITIES, type Severity } from '../contract/incident-kinds.ts';
import type { MessageEvent } from '../contract/message.ts';
import { capitalised, formatCount, formatList } from '../format.ts';
import type { AlikeMessage } from '../jobs/store/waiting-messages.ts';
import { lateNote, line, linkTo, MAX_PARAGRAPH, MAX_TITLE, type IncidentBody, type MessageText } from './message.ts';

/** People are sent so many messages about one event of a cluster's incidents at a time; of more, one message says it. */
export const MOST_ALIKE = 20;
const LISTED = 5;
const LABELS = new Map<string, string>(Object.entries(KIND_LABELS));

interface ManyIncidents {
  event: MessageEvent;
  cluster: IncidentBody['cluster'];
  /** Oldest first. */
  alike: readonly AlikeMessage[];
  /** Milliseconds. */
  now: number;
  /** As configured; null: messages have no links. */
  publicUrl: string | null;
}

/** One message that says of many incidents what each one's own would say. Pure but for the known secrets, which it hides. */
export function manyIncidentsText({ alike, cluster, event, now, publicUrl }: ManyIncidents): MessageText {
  const severity = SEVERITIES.find((each) => alike.some((message) => message.severity === each)) ?? 'warning';
  const late = lateNote({ madeMs: Math.min(...alike.map(({ createdMs }) => createdMs)), now });
  const kinds = [...Map.groupBy(alike, ({ kind }) => kind)]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([kind, of]) => `${LABELS.get(kind) ?? kind}: ${formatCount(of.length)}`);
  const worst = alike.filter((message) => message.severity === severity).map(({ title }) => title);
  const title = `${event === 'ended' ? endOf(alike) : beginningOf(event, severity)}: ${formatCount(alike.length)} incidents (${cluster.name}, ${cluster.environment})`;
  return {
    severity,
    // What is not watched any more may be over, or not.
    ended: event === 'ended' && alike.every(({ endedBy }) => endedBy !== 'not-watched'),
    title: line(title, MAX_TITLE),
    paragraphs: [
      `This message is about all of them. ${capitalised(kinds.join(', '))}.`,
      `Among them: ${formatList(worst, LISTED)}.`,
      ...(late === null ? [] : [late]),
    ].map((each) => line(each, MAX_PARAGRAPH)),
    next: [],
    page: linkTo(publicUrl, `/${encodeURIComponent(cluster.key)}/incidents`, 'Open the incidents'),
  };
}

const ENDS = { itself: 'ended', person: 'closed', 'not-watched': 'not watched any more' } as const;

/** "Ended", "Ended or closed". */
function endOf(alike: readonly AlikeMessage[]): string {
  const by = new Set(alike.map(({ endedBy }) => endedBy));
  const words = Object.entries(ENDS).flatMap(([each, word]) => (by.has(each) ? word : []));
  return capitalised(words.join(' or ') || 'ended');
}

function beginningOf(event: MessageEvent, severity: Severity): string {
  switch (event) {
    case 'worse':
      return `Worse, now ${severity}`;
    case 'reminder':
      return `${capitalised(severity)}, reminder`;
    default:
      return capitalised(severity);
  }
}

/** The same for the same messages: a program that has got them recognises it. */
export const deliveryOf = (alike: readonly AlikeMessage[]): string =>
  createHash('sha256')
    .update(alike.map(({ id }) => id).join())
    .digest('hex')
    .slice(0, 32);
