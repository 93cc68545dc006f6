import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { backupDifferenceQuery } from '@/components/queries.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import type { DifferenceLine } from '@/lib/contract/backup-page.ts';
import { formatCount, plural } from '@/lib/format.ts';

interface DifferenceProps {
  id: string;
  /** In the backup; of an unverified file without a manifest, what it promises. */
  documents: number | null;
  verified: boolean;
}

/** Documents, settings and mappings beside those of the index that is live under the same name. */
export function Difference({ id, documents, verified }: DifferenceProps) {
  const cluster = useCluster();
  const query = useQuery(backupDifferenceQuery(cluster.key, id));
  return (
    <Panel
      title="Difference from the live index"
      tag={query.data?.against && <code className="text-faint">{query.data.against}</code>}
    >
      <QueryBoundary query={query} what="the live index">
        {(difference) =>
          difference.against === null ? (
            <p className="text-muted">No index is live under this name, so there is nothing to compare with.</p>
          ) : (
            <div className="flex flex-col gap-4">
              <div>
                <h3 className="mb-1">Documents</h3>
                <p>
                  {formatCount(documents)} {verified ? 'in the backup' : 'promised by the backup, not counted yet'},{' '}
                  {formatCount(difference.documents)} live{' '}
                  {verified && <Fewer backup={documents} live={difference.documents} />}
                </p>
              </div>
              <Lines
                title="Settings"
                lines={difference.settings}
                count={difference.different.settings}
                same={difference.same.settings}
                noun="setting"
              />
              <Lines
                title="Mappings"
                lines={difference.mappings}
                count={difference.different.mappings}
                same={difference.same.mappings}
                noun="mapping key"
              />
            </div>
          )
        }
      </QueryBoundary>
    </Panel>
  );
}

function Fewer({ backup, live }: { backup: number | null; live: number | null }) {
  if (backup === null || live === null || backup === live) return null;
  return (
    <span className="text-muted">
      ({formatCount(Math.abs(live - backup))} {live < backup ? 'fewer' : 'more'} live than in the backup)
    </span>
  );
}

interface LinesProps {
  title: string;
  /** The first of `count`. */
  lines: DifferenceLine[];
  count: number;
  same: number;
  noun: string;
}

function Lines({ title, lines, count, same, noun }: LinesProps) {
  if (count === 0) {
    return (
      <div>
        <h3 className="mb-1">{title}</h3>
        <State level="ok" className="font-normal">
          The same, all {plural(same, noun)}
        </State>
      </div>
    );
  }
  return (
    <div>
      <h3 className="mb-1">
        {title}{' '}
        <span className="font-normal text-muted">
          {plural(count, 'difference')}, {formatCount(same)} the same
        </span>
      </h3>
      <Table label={`${title} that differ`}>
        <Head>
          <Column className="w-[44%]">Key</Column>
          <Column className="w-[28%]">In the backup</Column>
          <Column>Live</Column>
        </Head>
        <Body>
          {lines.map((line) => (
            <Row key={line.key}>
              <Cell>
                <code>
                  <BreakLongName text={line.key} />
                </code>
              </Cell>
              <Cell label="Backup">
                {line.backup === null ? <span className="text-faint">not there</span> : <code>{line.backup}</code>}
              </Cell>
              <Cell label="Live">
                {line.live === null ? <span className="text-faint">not there</span> : <code>{line.live}</code>}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {count > lines.length && (
        <p className="mt-2 text-small text-muted">
          The first {formatCount(lines.length)} of {formatCount(count)}.
        </p>
      )}
    </div>
  );
}
