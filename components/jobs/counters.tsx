import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatCount } from '@/lib/format.ts';
import { Body, Cell, Column, Head, Row, Table } from '../ui/table.tsx';

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
  return (
    <div className="mt-3">
      <Table label="Documents by what became of them">
        <Head>
          {counters.map(({ id, label }) => (
            <Column key={id} numeric>
              {label}
            </Column>
          ))}
          {remaining !== null && <Column numeric>Remaining</Column>}
        </Head>
        <Body>
          <Row>
            {counters.map(({ bad, id, label }) => (
              <Cell
                key={id}
                numeric
                label={label}
                className={bad && (counted[id] ?? 0) > 0 ? 'font-semibold text-bad' : undefined}
              >
                {formatCount(counted[id] ?? 0)}
              </Cell>
            ))}
            {remaining !== null && (
              <Cell numeric label="Remaining">
                {formatCount(remaining)}
              </Cell>
            )}
          </Row>
        </Body>
      </Table>
    </div>
  );
}
