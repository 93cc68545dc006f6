import { Panel } from '@/components/ui/panel.tsx';
import type { ExpectedCounts } from '@/lib/contract/carry-schema.ts';
import { formatCount } from '@/lib/format.ts';

/** What a plan found when it looked the documents up. */
export function ExpectedFigures({
  title,
  expected,
  names,
}: {
  title: string;
  expected: ExpectedCounts;
  names: { added: string; changed: string; deleted: string };
}) {
  const { added, changed, deleted, already, conflicts, leftOut, lookedUp, total } = expected;
  const figures = [
    { name: names.added, count: added },
    { name: names.changed, count: changed },
    { name: names.deleted, count: deleted },
    { name: 'Already there', count: already },
    { name: 'Conflicts, not written', count: conflicts },
    ...(leftOut > 0 ? [{ name: 'Left out by the query', count: leftOut }] : []),
  ];
  return (
    <Panel title={title}>
      <dl className="grid grid-cols-2 gap-x-5 gap-y-4 mid:grid-cols-3">
        {figures.map(({ name, count }) => (
          <div key={name}>
            <dt className="text-small text-muted">{name}</dt>
            <dd className="figures mt-1 text-figure">{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-small text-muted">
        {lookedUp < total
          ? `At least these: ${formatCount(lookedUp)} of ${formatCount(total)} documents were looked up. The rest is looked up while it runs.`
          : 'Each document was looked up. One that is changed before it is written becomes a conflict.'}
      </p>
    </Panel>
  );
}
