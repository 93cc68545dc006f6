import type { NextTime } from '@/lib/contract/schedules-page.ts';
import { Time } from '../ui/time.tsx';

interface Props {
  times: readonly NextTime[];
  timeZone: string;
}

/** The next times of a schedule, on the clock of its zone and in UTC. */
export function NextTimes({ times, timeZone }: Props) {
  return (
    <>
      {timeZone !== 'UTC' && <p className="text-small text-muted">On the clock of {timeZone}, and in UTC:</p>}
      <ol aria-label="The next times" className="grid gap-0.5 text-small">
        {times.map(({ at, local, note }) => (
          <li key={at} className="flex flex-wrap items-baseline gap-x-3">
            {timeZone !== 'UTC' && <span className="tabular-nums">{local}</span>}
            <Time at={at} show="absolute" className={timeZone === 'UTC' ? undefined : 'text-muted'} />
            {note && <span className="font-medium text-warn">{note}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}
