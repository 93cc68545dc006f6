import type { CountChange, DocumentHistory } from '@/lib/contract/overview.ts';
import { thinned } from '@/lib/contract/count-points.ts';
import { formatCount, formatUtc } from '@/lib/format.ts';
import { knownCountAt, type Span } from '@/lib/present/count-line.ts';

const ROWS = 20;

/** The same as the plot, for those who hear it: the count at its beginning, and its largest changes. */
export function ChartTable({
  alias,
  changes,
  watched,
  span,
}: {
  alias: string;
  changes: readonly CountChange[];
  watched: DocumentHistory['watched'];
  span: Span;
}) {
  const within = changes.filter(([, at]) => at > span.from && at <= span.to);
  const largest = new Set(
    thinned(
      within.map((change) => ({ change, documents: change[2] })),
      ROWS,
    ).map(({ change }) => change),
  );
  const rows = [
    { at: span.from, documents: knownCountAt(changes, watched, span.from) },
    ...within.filter((change) => largest.has(change)).map(([, at, documents]) => ({ at, documents })),
    { at: span.to, documents: knownCountAt(changes, watched, span.to) },
  ];
  return (
    <table className="sr-only">
      <caption>
        Documents of {alias}
        {within.length > largest.size && `, the largest ${largest.size} of ${formatCount(within.length)} changes`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Documents</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, documents }, place) => (
          <tr key={place}>
            <td>{formatUtc(at * 1000)}</td>
            <td>{documents === null ? 'not known' : formatCount(documents)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
