import type { Progress } from '@/lib/contract/progress.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from '@/lib/format.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';

/** Amount, rate and time left. What is unknown is named as unknown. */
export function progressLabel(progress: Progress): string {
  // One request whose answer is waited for: there is nothing to count.
  if (progress.unit === 'steps' && progress.total === null) return 'time left unknown';
  const far = amountLabel(progress);
  const fast =
    progress.rate === null ? null : formatRate(progress.rate, progress.unit).replace(` ${progress.unit}`, '');
  const left = progress.secondsLeft === null ? 'time left unknown' : `${formatDuration(progress.secondsLeft)} left`;
  return [far, fast, left].filter(Boolean).join(' · ');
}

/** Empty where there is nothing to count. */
export function amountLabel({ unit, done, total }: Progress): string {
  if (unit === 'steps' && total === null) return '';
  if (unit === 'bytes')
    return total === null ? `${formatBytes(done)}, total unknown` : `${formatBytes(done)} of ${formatBytes(total)}`;
  return total === null
    ? `${formatCount(done)} ${unit}, total unknown`
    : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
}

/** What a screen reader hears of it. */
export function spokenProgress(progress: Progress): string {
  const far = spokenAmount(progress);
  const standstill = standstillOf(progress);
  return `${progress.label}${far === '' ? '' : `: ${far}`}${standstill === null ? '' : `. ${standstill}`}`;
}

function spokenAmount({ unit, done, total }: Progress): string {
  if (total !== null) return formatPercent(done, total);
  if (unit === 'steps') return '';
  return unit === 'bytes' ? formatBytes(done) : `${formatCount(done)} ${unit}`;
}
