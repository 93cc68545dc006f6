import { Fragment } from 'react';
import { isZip, timeOf } from '@/components/backups/backup-labels.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Body, Column, GroupRow, Head, Table } from '@/components/ui/table.tsx';
import type { BackupRow, BackupsFilter, BackupsPage, ListedBackup } from '@/lib/contract/backups-page.ts';
import { placeWord } from '@/lib/contract/backup-ref.ts';
import { plural } from '@/lib/format.ts';
import { byDay } from '@/lib/present/by-day.ts';
import { BackupLine } from './backup-line.tsx';
import { SnapshotLine } from './snapshot-line.tsx';
import { SortColumn } from './sort-column.tsx';
import type { Selected } from './use-selected.ts';

interface Props {
  page: BackupsPage;
  filter: Partial<BackupsFilter>;
  onChange: (next: Partial<BackupsFilter>) => void;
  selection: Selected;
  verifying: boolean;
  onVerify: (row: BackupRow) => void;
}

const COLUMNS = 8;

/** For the line over each day: a snapshot of unknown time is placed by the time in its name. */
const dayTimeOf = (row: ListedBackup): string => (isZip(row) ? timeOf(row) : row.orderedAt);

/** One page of backups: by day where they are in the order of their dates. */
export function BackupList({ page, filter, onChange, selection, verifying, onVerify }: Props) {
  const groupedByDay = (filter.sort ?? 'date') === 'date';
  const line = (row: ListedBackup) => {
    const shown = { group: filter.group, withDate: !groupedByDay, place: placeWord(page.directory) };
    return isZip(row) ? (
      <BackupLine key={row.id} row={row} {...shown} selection={selection} verifying={verifying} onVerify={onVerify} />
    ) : (
      <SnapshotLine key={row.id} row={row} group={shown.group} withDate={shown.withDate} />
    );
  };
  const zips = page.rows.filter(isZip);
  return (
    <Panel flush>
      <Table lines label="Backups">
        <Head>
          <Column place="select" className="w-11 !pr-0">
            {zips.length > 0 ? (
              <SelectPage rows={zips} selection={selection} />
            ) : (
              <span className="sr-only">Select</span>
            )}
          </Column>
          <SortColumn sort="date" filter={filter} onChange={onChange}>
            Backup
          </SortColumn>
          <Column className="max-side:hidden">Index</Column>
          <Column className="max-side:hidden">Where</Column>
          <SortColumn sort="state" filter={filter} onChange={onChange}>
            State
          </SortColumn>
          <SortColumn sort="documents" filter={filter} onChange={onChange} numeric>
            Documents
          </SortColumn>
          <SortColumn sort="size" filter={filter} onChange={onChange} numeric>
            Size
          </SortColumn>
          <Column place="menu">
            <span className="sr-only">Actions</span>
          </Column>
        </Head>
        <Body>
          {groupedByDay
            ? byDay(page.rows, dayTimeOf, page.takenAt).map(({ date, name, items }) => (
                <Fragment key={date}>
                  <GroupRow columns={COLUMNS}>
                    <b className="font-semibold">{name}</b>&ensp;
                    {plural(items.length, 'backup')}
                  </GroupRow>
                  {items.map(line)}
                </Fragment>
              ))
            : page.rows.map(line)}
        </Body>
      </Table>
    </Panel>
  );
}

function SelectPage({ rows, selection }: { rows: readonly BackupRow[]; selection: Selected }) {
  const selected = rows.filter(({ id }) => selection.has(id)).length;
  return (
    <input
      type="checkbox"
      className="align-middle"
      aria-label="Select all zip files of this page"
      checked={selected === rows.length}
      ref={(box) => {
        if (box) box.indeterminate = selected > 0 && selected < rows.length;
      }}
      onChange={() => selection.toggleAll(rows)}
    />
  );
}
