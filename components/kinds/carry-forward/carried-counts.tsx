import type { CarryCounts } from '@/lib/contract/carried.ts';
import { formatCount } from '@/lib/format.ts';
import { Panel } from '../../ui/panel.tsx';

/** Each bucket with its number; those that are rare are left out where they are empty. */
export function CarriedCounts({
  title,
  counts,
  names,
}: {
  title: string;
  counts: CarryCounts;
  names: { added: string; changed: string; deleted: string };
}) {
  const figures: { name: string; count: number; bad?: boolean }[] = [
    { name: names.added, count: counts.added },
    { name: names.changed, count: counts.changed },
    ...(counts.deleted > 0 ? [{ name: names.deleted, count: counts.deleted }] : []),
    ...(counts.already > 0 ? [{ name: 'Already there', count: counts.already }] : []),
    ...(counts.leftOut > 0 ? [{ name: 'Left out by the query', count: counts.leftOut }] : []),
    { name: 'Conflicts', count: counts.conflicts, bad: counts.conflicts > 0 },
    ...(counts.rejected > 0 ? [{ name: 'Rejected', count: counts.rejected, bad: true }] : []),
  ];
  return (
    <Panel title={title}>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {figures.map(({ name, count, bad }) => (
          <div key={name}>
            <dt className="text-caption text-muted">{name}</dt>
            <dd className={`figures text-[22px]/[28px] font-medium mid:text-figure ${bad ? 'text-bad' : ''}`}>
              {formatCount(count)}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
