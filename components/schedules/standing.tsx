import type { ScheduleStanding } from '@/lib/contract/schedules-page.ts';
import { STANDING_WORDS } from '@/lib/present/run-strip.ts';
import { State, type StateLevel } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';

const LEVELS: Record<ScheduleStanding['state'], StateLevel> = {
  running: 'live',
  good: 'ok',
  partial: 'warn',
  failed: 'bad',
  overdue: 'bad',
  none: 'idle',
};

/** The word of a schedule's newest run. */
export function Standing({ standing }: { standing: ScheduleStanding }) {
  return <State level={LEVELS[standing.state]}>{STANDING_WORDS[standing.state]}</State>;
}

/** When that was, and what its jobs did or why it is not good. */
export function StandingDetail({ standing: { at, detail, state } }: { standing: ScheduleStanding }) {
  if (at === null) return null;
  return (
    <>
      {state === 'overdue' ? 'should have run at ' : ''}
      <Time at={at} show={state === 'overdue' ? 'absolute' : 'relative'} />
      {detail && <>. {detail}</>}
    </>
  );
}
