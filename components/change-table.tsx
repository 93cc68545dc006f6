import { formatCount } from '@/lib/format.ts';
import type { ChangeRow } from '@/lib/present/change-rows.ts';
import { BreakLongName } from './ui/break-long-name.tsx';
import { Chip } from './ui/chip.tsx';
import { Body, Cell, Column, Head, Row, Table } from './ui/table.tsx';

/** Thousands of rows would make the page slow, and are not read. */
const MOST_ROWS = 200;
const LONGEST_VALUE = 400;
const BEGINNING = 120;

interface ChangeTableProps {
  label: string;
  /** What the rows are: "Setting", "Field". */
  first: string;
  rows: readonly ChangeRow[];
  className?: string;
}

/** Settings and mappings of a new index beside those of the backup, each with the reason. */
export function ChangeTable({ label, first, rows, className }: ChangeTableProps) {
  return (
    <div className={className}>
      <Table label={label}>
        <Head>
          <Column className="w-[28%]">{first}</Column>
          <Column className="w-[19%]">Backup</Column>
          <Column className="w-[21%]">New index</Column>
          <Column>Reason</Column>
        </Head>
        <Body>
          {rows.slice(0, MOST_ROWS).map(({ key, name, from, to, note, own, why }) => (
            <Row key={key}>
              <Cell>
                <code>
                  <BreakLongName text={name} />
                </code>
              </Cell>
              <Cell label="Backup">
                {from === null ? <span className="text-faint">not set</span> : <Value text={from} />}
              </Cell>
              <Cell label="New index">
                {to !== null && <Value text={to} />} {note && <span className="text-small text-muted">{note}</span>}{' '}
                {own && <Chip tone="live">override</Chip>}
              </Cell>
              <Cell label="Reason" className="text-small text-muted">
                {why}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {rows.length > MOST_ROWS && (
        <p className="mt-2 text-small text-muted">
          The first {formatCount(MOST_ROWS)} of {formatCount(rows.length)}.
        </p>
      )}
    </div>
  );
}

/** A long value, such as a whole mapping, is shown by its beginning, and the rest on a click. */
function Value({ text }: { text: string }) {
  if (text.length <= LONGEST_VALUE) {
    return (
      <code>
        <BreakLongName text={text} />
      </code>
    );
  }
  return (
    <details>
      <summary>
        <code>{text.slice(0, BEGINNING)}…</code>{' '}
        <span className="text-muted">all {formatCount(text.length)} characters</span>
      </summary>
      <code>{text}</code>
    </details>
  );
}
