import { JobListRow } from '@/components/jobs/job-list-row.tsx';
import { SortColumn } from '@/components/ui/sort-column.tsx';
import { Body, Column, GroupRow, Head, Table } from '@/components/ui/table.tsx';
import type { JobRow, JobsFilter, JobSort } from '@/lib/contract/jobs-page.ts';
import { plural } from '@/lib/format.ts';
import { byDay } from '@/lib/present/by-day.ts';
import { longestOf } from '@/lib/present/job-duration.ts';

const COLUMNS = 6;
/** The first press on a column: the longest, the newest, and what failed. */
const FIRST_ORDER: Record<JobSort, JobsFilter['order']> = { date: 'desc', duration: 'desc', state: 'asc' };

interface JobsTableProps {
  rows: readonly JobRow[];
  /** When they were read: the days are named from it. */
  takenAt: string;
  sort: JobSort;
  order: JobsFilter['order'];
  onSort: (sort: JobSort, order: JobsFilter['order']) => void;
}

/** The jobs by day; sorted by something else than the date, without days. */
export function JobsTable({ rows, takenAt, sort, order, onSort }: JobsTableProps) {
  const longest = longestOf(rows);
  const column = (by: JobSort) => ({
    order: sort === by ? order : null,
    onSort: () => onSort(by, sort === by ? (order === 'asc' ? 'desc' : 'asc') : FIRST_ORDER[by]),
  });
  return (
    <Table label="Jobs" lines>
      <Head>
        <Column>Job</Column>
        <Column className="mid:hidden">Outcome</Column>
        <SortColumn name="State" {...column('state')} />
        <SortColumn name="Duration" {...column('duration')} />
        <SortColumn name="Started" numeric {...column('date')} />
        <Column>By</Column>
      </Head>
      <Body>
        {sort === 'date'
          ? byDay(rows, ({ createdAt }) => createdAt, takenAt).flatMap(({ date, name, items }) => [
              <GroupRow key={date} columns={COLUMNS}>
                <b>{name}</b> <span className="ml-2 text-faint">{plural(items.length, 'job')}</span>
              </GroupRow>,
              ...items.map((row) => <JobListRow key={row.id} row={row} longest={longest} underDay />),
            ])
          : rows.map((row) => <JobListRow key={row.id} row={row} longest={longest} />)}
      </Body>
    </Table>
  );
}
