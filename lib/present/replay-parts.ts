import type { ReplayPlan } from '../kinds/replay/schema.ts';
import { plural } from '../format.ts';
import { describeDeletions } from '../kinds/replay/replay-words.ts';

export interface RecordPart {
  name: string;
  detail?: string;
  count: number;
  sent: boolean;
  /** It could not be read. */
  bad: boolean;
}

/** What becomes of the captured records: each is in exactly one part, so that they add up. Those without a record are left out. */
export function recordParts({ bursts, counts, documents }: ReplayPlan): RecordPart[] {
  const left = bursts.filter(({ sent }) => !sent);
  const parts: (Omit<RecordPart, 'sent' | 'bad'> & { sent?: boolean; bad?: boolean })[] = [
    { name: 'To send', detail: `to ${plural(documents, 'document')}`, count: counts.send, sent: true },
    { name: 'Before the backup was started', detail: 'already in the backup', count: counts.before },
    {
      name: 'After the end you chose',
      ...(left.length === 0 ? {} : { detail: `${describeDeletions(left)} among them` }),
      count: counts.after,
    },
    { name: 'Reads', count: counts.reads },
    { name: 'For other indices', count: counts.filtered },
    { name: 'Administration', detail: 'it could undo the restore', count: counts.administration },
    { name: 'Refused then', detail: 'answered 400 to 499', count: counts.refused },
    { name: 'For an old index', detail: 'kept as it was, or deleted since', count: counts.oldIndex },
    { name: 'Sent by a replay', count: counts.own },
    { name: 'Recorded twice', count: counts.doubles },
    { name: 'Answers', count: counts.answers },
    { name: 'Cut', detail: 'see below', count: counts.cut, bad: true },
    { name: 'Malformed', detail: 'see below', count: counts.malformed, bad: true },
  ];
  return parts
    .filter(({ count, sent }) => count > 0 || sent)
    .map(({ bad = false, sent = false, ...part }) => ({ ...part, bad, sent }));
}
