import type { Progress } from '@/lib/contract/progress.ts';
import { formatCount } from '@/lib/format.ts';
import { Body, Cell, Column, Head, Row, Table } from '../ui/index.ts';

/** Every document is in exactly one of these. */
export function Buckets({ buckets, toGo }: { buckets: NonNullable<Progress['buckets']>; toGo: number | null }) {
  return (
    <div className="mt-3">
      <Table label="Documents by what became of them">
        <Head>
          <Column numeric>Indexed</Column>
          <Column numeric>Already there</Column>
          <Column numeric>Newer on target</Column>
          <Column numeric>Rejected</Column>
          {toGo !== null && <Column numeric>To go</Column>}
        </Head>
        <Body>
          <Row>
            <Cell numeric label="Indexed">
              {formatCount(buckets.indexed)}
            </Cell>
            <Cell numeric label="Already there">
              {formatCount(buckets.existing)}
            </Cell>
            <Cell numeric label="Newer on target">
              {formatCount(buckets.newer)}
            </Cell>
            <Cell numeric label="Rejected" className={buckets.rejected > 0 ? 'font-semibold text-bad' : undefined}>
              {formatCount(buckets.rejected)}
            </Cell>
            {toGo !== null && (
              <Cell numeric label="To go">
                {formatCount(toGo)}
              </Cell>
            )}
          </Row>
        </Body>
      </Table>
    </div>
  );
}
