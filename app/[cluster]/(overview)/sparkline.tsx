import type { CountChange, DocumentHistory } from '@/lib/contract/overview.ts';
import { formatCount } from '@/lib/format.ts';
import { countLines } from '@/lib/present/count-line.ts';
import { classes } from '@/components/ui/classes.ts';
import { areaPath, linePath } from '@/components/charts/chart-paths.ts';

const DAY_S = 24 * 3_600;

/** The documents of an alias over the last 24 hours, to scale from zero; blank where nothing is known. */
export function Sparkline({
  changes,
  watched,
  to,
  tone,
}: {
  changes: readonly CountChange[];
  watched: DocumentHistory['watched'];
  /** The end of the 24 hours, in seconds since 1970. */
  to: number;
  tone: 'plain' | 'bad';
}) {
  const span = { from: to - DAY_S, to };
  const lines = countLines(changes, watched, span);
  const counts = lines.flat().map(({ documents }) => documents);
  const [first, last] = [counts[0], counts.at(-1)];
  if (first === undefined || last === undefined) return <span className="text-small text-faint">no history yet</span>;
  const scale = { span, top: Math.max(1, ...counts) * 1.15 };
  const label = `Last 24 hours: ${first === last && counts.every((count) => count === first) ? `${formatCount(first)}, unchanged` : `from ${formatCount(first)} to ${formatCount(last)}, at least ${formatCount(Math.min(...counts))}, at most ${formatCount(Math.max(...counts))}`}`;
  return (
    <svg
      viewBox="0 0 1000 1000"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="block h-[26px] w-28"
    >
      <title>{label}</title>
      {lines.map((line) => (
        <g key={line[0]!.at}>
          <path d={areaPath(line, scale)} className={tone === 'bad' ? 'fill-bad/15' : 'fill-raised'} />
          <path
            d={linePath(line, scale)}
            strokeWidth="1.5"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
            className={classes('fill-none', tone === 'bad' ? 'stroke-bad' : 'stroke-muted')}
          />
        </g>
      ))}
    </svg>
  );
}
