import type { BackupRow, SnapshotRow } from '@/lib/contract/backups-page.ts';
import { formatUtcMinute, plural } from '@/lib/format.ts';
import { drillFigures } from '@/lib/present/proven-words.ts';
import { Chip } from '../ui/chip.tsx';

/** Of a row of the list: it is pinned, and what its last drill found. */
export function PinAndDrill({ row }: { row: BackupRow | SnapshotRow }) {
  return (
    <>
      {row.pinned && (
        <span title={`Pinned by ${row.pinned.by} at ${formatUtcMinute(row.pinned.at)}: ${row.pinned.reason}`}>
          <Chip>pinned</Chip>
        </span>
      )}
      {row.kind === 'zip' ? <ZipDrill row={row} /> : <SnapshotDrills row={row} />}
    </>
  );
}

function ZipDrill({ row: { drill } }: { row: BackupRow }) {
  if (drill === undefined) return null;
  return drill.ok ? (
    <span title={`Restored by a drill at ${formatUtcMinute(drill.at)}: ${drillFigures(drill)}`}>
      <Chip tone="ok">drilled</Chip>
    </span>
  ) : (
    <span title={drill.problem ?? undefined}>
      <Chip tone="bad">drill failed</Chip>
    </span>
  );
}

function SnapshotDrills({ row: { drilled, indexCount } }: { row: SnapshotRow }) {
  if (drilled === undefined) return null;
  const { at, failed, indices, unproven } = drilled;
  const of = `${plural(indices, 'index', 'indices')} of ${indexCount}, last at ${formatUtcMinute(at)}`;
  if (failed === 0 && unproven > 0)
    return (
      <span title={`Drilled: ${of}. ${plural(unproven, 'drill')} proved nothing.`}>
        <Chip tone="warn">not proven</Chip>
      </span>
    );
  return failed === 0 ? (
    <span title={`Restored by drills: ${of}`}>
      <Chip tone="ok">drilled</Chip>
    </span>
  ) : (
    <span title={`Drilled: ${of}. ${plural(failed, 'drill')} failed.`}>
      <Chip tone="bad">drill failed</Chip>
    </span>
  );
}
