import type { FactsOf } from '../../contract/incident.ts';
import { timeOf } from './observed.ts';
import { asSentence, sentences, type Said, type Telling } from './telling.ts';

export function backupOverdue({ expected, lastGood }: FactsOf<'backup-overdue'>, telling: Telling): Said {
  const { ended, now, subject } = telling;
  const backups = { of: 'backups', alias: subject } as const;
  return {
    title: `The backup of ${subject} ${ended ? 'was' : 'is'} overdue`,
    what: sentences(
      lastGoodWords(lastGood, telling),
      expected === null
        ? null
        : `Schedule ${expected.schedule} should have backed it up at ${timeOf(expected.at, now)}.`,
    ),
    next: ended
      ? [{ text: `Open the backups of ${subject}`, page: backups }]
      : [
          { text: `Back up ${subject} now`, page: { of: 'back-up', alias: subject } },
          ...(expected === null
            ? []
            : [
                {
                  text: `See what became of the runs of schedule ${expected.schedule}`,
                  page: { of: 'schedule', name: expected.schedule } as const,
                },
              ]),
        ],
  };
}

function lastGoodWords(lastGood: string | null, { ended, now }: Telling): string {
  if (lastGood === null) return ended ? 'There was no good backup of it.' : 'There is no good backup of it.';
  return `Its last good backup ${ended ? 'was' : 'is'} of ${timeOf(lastGood, now)}.`;
}

export function drillFailed({ job, problem }: FactsOf<'drill'>, { ended, subject }: Telling): Said {
  return {
    title: ended ? `A restore drill of ${subject} failed` : `The last restore drill of ${subject} failed`,
    what: sentences(asSentence(problem), ended ? null : 'A restore of the same backup may fail too.'),
    next: [
      { text: `Open job ${job}, which says what the drill found`, page: { of: 'job', job } },
      ...(ended
        ? []
        : [{ text: `Drill another backup of ${subject}`, page: { of: 'backups', alias: subject } as const }]),
    ],
  };
}
