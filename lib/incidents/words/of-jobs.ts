import type { FactsOf } from '../../contract/incident.ts';
import { timeOf } from './observed.ts';
import { asSentence, sentences, type Next, type Said, type Telling } from './telling.ts';

const jobPage = (job: string) => ({ of: 'job', job }) as const;

const SCHEDULE: Record<FactsOf<'schedule'>['state'], { title: string; what: string; next: string }> = {
  failed: { title: 'failed', what: 'The run failed.', next: 'See which step of the run failed' },
  partial: {
    title: 'left something out',
    what: 'The run ended, but not everything was done.',
    next: 'See what the run left out',
  },
  missed: { title: 'did not run', what: 'There was no run at that time.', next: 'Run the schedule now' },
  overdue: {
    title: 'should have run',
    what: 'No run has begun since then.',
    next: 'Check that a Restore Desk server runs: only a server starts schedules',
  },
};

const JOBS_NAMED = 3;

export function scheduleNotGood({ due, jobs, state, why }: FactsOf<'schedule'>, telling: Telling): Said {
  const { ended, now, subject } = telling;
  const words = SCHEDULE[state];
  const page = { of: 'schedule', name: subject } as const;
  return {
    title: `Schedule ${subject} ${words.title} at ${timeOf(due, now)}`,
    what: sentences(
      state === 'overdue' && ended ? 'No run had begun.' : state === 'missed' && why !== null ? null : words.what,
      why === null ? null : asSentence(why),
    ),
    next: [
      { text: ended ? `Open schedule ${subject}` : words.next, page },
      ...jobs.slice(0, JOBS_NAMED).map((job): Next => ({ text: `Open job ${job} of this run`, page: jobPage(job) })),
    ],
  };
}

const ENDED: Record<FactsOf<'job'>['status'], string> = {
  queued: 'did not run',
  running: 'has not ended',
  succeeded: 'left something out',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};

export function jobEnded({ job, message, status, title }: FactsOf<'job'>, { ended }: Telling): Said {
  const isPartial = status === 'succeeded';
  return {
    title: `Job ${job} ${ENDED[status]}: ${title}`,
    what: message === null ? whatOfJob(status) : asSentence(message),
    next: [
      {
        text: ended
          ? `Open job ${job}`
          : isPartial
            ? `Open job ${job}, which shows what was left out`
            : `Open job ${job}, which says why, and whether it can be resumed`,
        page: jobPage(job),
      },
    ],
  };
}

function whatOfJob(status: FactsOf<'job'>['status']): string {
  if (status === 'succeeded') return 'The job ended, but not everything was done.';
  return status === 'interrupted' ? 'Its process ended before the job did.' : 'Why is not known.';
}

export function jobWaiting({ job, since, title, why }: FactsOf<'job-waiting'>, { ended, now }: Telling): Said {
  return {
    title: `Job ${job} ${ended ? 'was' : 'is'} waiting: ${title}`,
    what: sentences(
      asSentence(`It ${ended ? 'had' : 'has'} waited since ${timeOf(since, now)}${why === null ? '' : ` ${why}`}`),
      why === null && !ended ? 'Why is not known.' : null,
    ),
    next: [{ text: `Open job ${job}`, page: jobPage(job) }],
  };
}
