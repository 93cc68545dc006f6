import Link from 'next/link';
import type { Incident } from '@/lib/contract/incident.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import type { ScheduleWarning } from '@/lib/contract/schedule-warning.ts';
import { plural } from '@/lib/format.ts';
import { scheduleWarningSentences, scheduleWarningTitle } from '@/lib/present/schedule-warning-words.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { NoticedLine } from '@/components/incidents/noticed-line.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';

const SHOWN = 3;

interface Props {
  part: Overview['scheduleWarnings'];
  /** The open incident of a schedule. null: none. */
  noticedOf: (schedule: string) => Incident | null;
  now: number;
}

/** Schedules whose last run was not good, or did not take place. */
export function ScheduleWarnings({ part, noticedOf, now }: Props) {
  const { key } = useCluster();
  if (part.value === null)
    return (
      <Notice tone="warn" title="Whether the schedules ran is unknown">
        <p>{part.failure?.message}</p>
      </Notice>
    );
  const more = part.value.length - SHOWN;
  return (
    <>
      {part.value.slice(0, SHOWN).map((warning) => (
        <ScheduleNotice key={warning.schedule} warning={warning} noticed={noticedOf(warning.schedule)} now={now} />
      ))}
      {more > 0 && (
        <p className="px-3.5 text-small text-muted">
          And {plural(more, 'more schedule')} without a good last run:{' '}
          <Link className="link" prefetch={false} href={paths.schedules(key)}>
            see all schedules
          </Link>
          .
        </p>
      )}
    </>
  );
}

interface NoticeProps {
  warning: ScheduleWarning;
  noticed: Incident | null;
  now: number;
}

function ScheduleNotice({ warning, noticed, now }: NoticeProps) {
  const { key } = useCluster();
  const { jobs, schedule, state } = warning;
  const last = jobs.at(-1);
  return (
    <Notice
      tone={state === 'failed' || state === 'overdue' ? 'bad' : 'warn'}
      title={scheduleWarningTitle(warning, now)}
      actions={
        <LinkButton size="small" href={paths.schedule(key, schedule)}>
          Open the schedule
        </LinkButton>
      }
    >
      <p>
        {scheduleWarningSentences(warning, now).join(' ')}{' '}
        {last !== undefined && (
          <Link className="link" prefetch={false} href={paths.job(key, last)}>
            Job {last}
          </Link>
        )}
        {noticed && (
          <>
            {' '}
            <NoticedLine incident={noticed} now={now} />
          </>
        )}
      </p>
    </Notice>
  );
}
