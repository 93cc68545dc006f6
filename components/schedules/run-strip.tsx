'use client';
import type { RunState } from '@/lib/contract/schedule.ts';
import type { RunBar } from '@/lib/contract/schedules-page.ts';
import { runDetails, runInWords, runsInWords, runTitle, runWord, STATES_OF_RUNS } from '@/lib/present/run-strip.ts';
import { StateStrip, StripLegend } from '../ui/state-strip.tsx';

/** Height and pattern carry the state; colour repeats it. */
const BARS: Record<RunState, string> = {
  good: 'h-full bg-ok-fill',
  partial: 'h-1/2 bg-warn-fill',
  failed:
    'h-full bg-[repeating-linear-gradient(135deg,var(--bad)_0_2px,transparent_2px_4px)] shadow-[inset_0_0_0_1px_var(--bad)]',
  missed: 'h-0.5 bg-bad',
  running: 'h-full shadow-[inset_0_0_0_1.5px_var(--accent)]',
};
const BARS_SHOWN = 30;

/** The last 30 runs of a schedule, with what there is to say of the chosen one. */
export function RunStrip({ name, runs, className }: { name: string; runs: readonly RunBar[]; className?: string }) {
  if (runs.length === 0) return <span className="text-small text-faint">no run yet</span>;
  return (
    <StateStrip
      label={`${name}, last ${runs.length} runs: ${runsInWords(runs)}`}
      items={runs}
      length={BARS_SHOWN}
      keyOf={({ at }) => at}
      bar={({ state }) => BARS[state]}
      inWords={runInWords}
      {...(className === undefined ? {} : { className })}
    >
      {(run) => (
        <>
          <b className="font-medium text-text">{runTitle(run)}</b>
          {runDetails(run).map((line) => (
            <span key={line} className="text-muted [overflow-wrap:anywhere] whitespace-normal">
              {line}
            </span>
          ))}
        </>
      )}
    </StateStrip>
  );
}

export function RunLegend({ className }: { className?: string }) {
  return <StripLegend states={STATES_OF_RUNS} bar={(state) => BARS[state]} word={runWord} className={className} />;
}
