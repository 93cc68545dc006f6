import { formatDuration } from '@/lib/format.ts';
import { classes } from '../ui/classes.ts';

/** In percent of the bar's space: shorter ones could not be seen. */
const LEAST = 2.5;

/** How long a job took (nothing where that is not known yet), and a bar of it to the scale of the longest in the list. */
export function DurationBar({ seconds, longest, bad }: { seconds: number | null; longest: number; bad: boolean }) {
  if (seconds === null) return null;
  const width = longest > 0 ? Math.max(LEAST, (seconds / longest) * 100) : LEAST;
  return (
    <span className="flex items-center gap-3 whitespace-nowrap">
      <svg aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-24 flex-none">
        <rect width={width} height="4" className={classes(bad ? 'fill-bad' : 'fill-muted')} />
      </svg>
      <span className="text-small text-muted">{formatDuration(seconds)}</span>
    </span>
  );
}
