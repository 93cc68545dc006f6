import { useState } from 'react';
import type { Progress } from '@/lib/contract/progress.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';
import { withRate, type Rate, type Rates } from './rates.ts';

const NAMES: Partial<Record<Progress['unit'], string>> = {
  documents: 'Documents',
  bytes: 'Bytes',
  requests: 'Requests',
};

/** Phases that are counted in these take long enough for a line. */
export const hasRatePlot = ({ total, unit }: Progress): boolean =>
  total !== null && total > 0 && NAMES[unit] !== undefined;

/**
 * How fast the phase was on its way, since this page was opened. The figure beside it says the same of now, so a screen
 * reader has no need of the line.
 */
export function RatePlot({ progress }: { progress: Progress }) {
  const [rates, setRates] = useState<Rates>({ phase: progress.phase, seen: [] });
  const next = withRate(rates, progress);
  if (next !== rates) setRates(next);
  const { rate, unit } = progress;
  return (
    <div className="mt-4">
      <p className="flex justify-between gap-4 text-small text-muted">
        <span>{NAMES[unit]} per second</span>
        <span className="figures text-text">
          {rate !== null && `${unit === 'bytes' ? formatBytes(rate) : formatCount(Math.round(rate))} now`}
        </span>
      </p>
      <svg
        viewBox="0 0 1000 100"
        preserveAspectRatio="none"
        aria-hidden="true"
        className="mt-1 block h-14 w-full overflow-visible"
      >
        <path d="M0 100H1000" vectorEffect="non-scaling-stroke" strokeDasharray="3 3" className="stroke-line" />
        {next.seen.length > 1 && <Line seen={next.seen} />}
      </svg>
    </div>
  );
}

function Line({ seen }: { seen: readonly Rate[] }) {
  const top = Math.max(1, ...seen.map(({ rate }) => rate)) * 1.1;
  const points = seen.map(({ at, rate }) => `${round(at * 1000)} ${round((1 - rate / top) * 100)}`).join('L');
  return (
    <>
      <path
        d={`M${round(seen[0]!.at * 1000)} 100L${points}L${round(seen.at(-1)!.at * 1000)} 100Z`}
        className="fill-accent/15"
      />
      <path
        d={`M${points}`}
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        className="fill-none stroke-accent"
      />
    </>
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
