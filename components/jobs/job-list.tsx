import type { JobRow } from '@/lib/contract/jobs-page.ts';
import { longestOf } from '@/lib/present/job-duration.ts';
import { Body, Column, Head, Table } from '../ui/table.tsx';
import { JobListRow } from './job-list-row.tsx';

/** Some jobs, in the order given. */
export function JobList({ rows, label = 'Jobs' }: { rows: readonly JobRow[]; label?: string }) {
  const longest = longestOf(rows);
  return (
    <Table label={label} lines>
      <Head>
        <Column>Job</Column>
        <Column className="mid:hidden">Outcome</Column>
        <Column>State</Column>
        <Column>Duration</Column>
        <Column numeric>Started</Column>
        <Column>By</Column>
      </Head>
      <Body>
        {rows.map((row) => (
          <JobListRow key={row.id} row={row} longest={longest} />
        ))}
      </Body>
    </Table>
  );
}
