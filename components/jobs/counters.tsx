import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatCount } from '@/lib/format.ts';

interface CountersProps {
  counters: JobDetail['counters'];
  /** By the counters' ids. */
  counted: Record<string, number>;
  /** null: the job is over, or how many there are in all is unknown. */
  remaining: number | null;
}

/** Every document is in exactly one of these. */
export function Counters({ counters, counted, remaining }: CountersProps) {
  if (counters.length === 0) return null;
  const figures = counters.map(({ bad = false, id, label }) => ({
    label,
    count: counted[id] ?? 0,
    bad: bad && (counted[id] ?? 0) > 0,
  }));
  if (remaining !== null) figures.push({ label: 'Remaining', count: remaining, bad: false });
  return (
    <dl className="mt-5 flex flex-wrap gap-x-8 gap-y-3 border-t pt-4">
      {figures.map(({ label, count, bad }) => (
        <div key={label}>
          <dt className="text-caption text-faint">{label}</dt>
          <dd className={bad ? 'font-medium text-bad' : 'font-medium'}>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
