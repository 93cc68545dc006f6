import Link from 'next/link';
import type { IncidentRow } from '@/lib/contract/incidents-page.ts';
import { formatCount } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { BreakLongName } from '../ui/break-long-name.tsx';
import { Chip } from '../ui/chip.tsx';
import { Shape, State } from '../ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '../ui/table.tsx';
import { handledBy, stateOf } from './incident-state.ts';

/** Some incidents, in the order given. */
export function IncidentTable({ label, rows }: { label: string; rows: readonly IncidentRow[] }) {
  return (
    <Table label={label} lines>
      <Head>
        <Column>Incident</Column>
        <Column>State</Column>
        <Column>When</Column>
      </Head>
      <Body>
        {rows.map((row) => (
          <IncidentLine key={row.incident.id} row={row} />
        ))}
      </Body>
    </Table>
  );
}

function IncidentLine({ row }: { row: IncidentRow }) {
  const { key } = useCluster();
  const { incident, comments, mutedUntil } = row;
  const { level, word } = stateOf(incident);
  const handled = handledBy(incident);
  return (
    <Row>
      <Cell place="name" className="w-full">
        <span className="flex min-w-0 items-baseline gap-2.5">
          <Shape level={level} className="translate-y-0.5" />
          <span className="min-w-0">
            <Link
              href={paths.incident(key, incident.id)}
              prefetch={false}
              data-row-link=""
              className="font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline"
            >
              <BreakLongName text={shortSentence(row.title)} />
            </Link>
            <span className="line-clamp-2 text-small [overflow-wrap:anywhere] text-muted max-mid:hidden">
              {shortSentence(row.what)}
            </span>
          </span>
        </span>
      </Cell>
      <Cell place="state" className="mid:min-w-36">
        <State level={level} className="[&>svg]:hidden">
          {word}
        </State>
        {handled && (
          <span className="block max-w-48 text-small [overflow-wrap:anywhere] text-muted max-mid:hidden">
            {handled}
          </span>
        )}
        {mutedUntil !== null && incident.ended === null && <Chip className="max-mid:ml-1.5">muted</Chip>}
      </Cell>
      <Cell place="detail" className="text-small text-muted mid:max-w-56 mid:min-w-44">
        {row.since}
        {comments > 0 && <span className="block text-faint max-mid:hidden">{commentsIn(comments)}</span>}
      </Cell>
    </Row>
  );
}

const commentsIn = (count: number): string => `${formatCount(count)} ${count === 1 ? 'comment' : 'comments'}`;
