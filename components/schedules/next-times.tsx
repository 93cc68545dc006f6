import type { NextTime } from '@/lib/contract/schedules-page.ts';
import { Time } from '../ui/time.tsx';

interface Props {
  sentence: string;
  times: readonly NextTime[];
  timeZone: string;
}

/** When a schedule runs: as a sentence, and the next times on the clock of its zone and in UTC. */
export function NextTimes({ sentence, times, timeZone }: Props) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="font-medium [overflow-wrap:anywhere]">{sentence}</p>
      <ol aria-label="The next times" className="grid gap-0.5 text-small">
        {times.map(({ at, local, note }) => (
          <li key={at} className="flex flex-wrap items-baseline gap-x-3">
            {timeZone !== 'UTC' && <span className="tabular-nums">{local}</span>}
            <span className={timeZone === 'UTC' ? '' : 'text-muted'}>
              <Time at={at} show={timeZone === 'UTC' ? 'both' : 'absolute'} />
            </span>
            {note && <span className="font-medium text-warn">{note}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
