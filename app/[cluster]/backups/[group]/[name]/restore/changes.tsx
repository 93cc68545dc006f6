import type { ReactNode } from 'react';
import { changesIn } from './effect.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import type { MappingChange, SettingChange } from '@/lib/contract/plan.ts';
import { isRoutineChange } from '@/lib/contract/routine-changes.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { formatCount, plural } from '@/lib/format.ts';

const LONGEST_VALUE = 400;

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
        <code>{text.slice(0, 120)}…</code> <span className="text-muted">all {formatCount(text.length)} characters</span>
      </summary>
      <code>{text}</code>
    </details>
  );
}

/** What the new index gets that the backup does not have, and the other way round, each with its reason. */
export function Changes({ plan, children }: { plan: RestorePlan; children: ReactNode }) {
  if (plan.target.uuid !== null && plan.resume === null) {
    return (
      <Panel title="Settings and mappings" tag={<Chip>as they are</Chip>}>
        <p className="text-muted">{plan.target.index} exists and keeps its own; those of the backup are not used.</p>
        {children}
      </Panel>
    );
  }
  const own = plan.settings.changes.filter(isRoutineChange);
  const rest = plan.settings.changes.filter((change) => !isRoutineChange(change));
  const kept = Object.keys(plan.settings.kept).length;
  return (
    <Panel
      title="Settings and mappings"
      tag={<Chip>{changesIn(plan) === 0 ? 'as in the backup' : `${formatCount(changesIn(plan))} changed`}</Chip>}
    >
      {rest.length > 0 && <SettingTable label="Settings that are changed" changes={rest} />}
      {own.length > 0 && (
        <details className="mt-2">
          <summary className="text-accent">
            {plural(own.length, 'setting')} that {own.length === 1 ? 'belongs' : 'belong'} to the old index alone{' '}
            {own.length === 1 ? 'is' : 'are'} dropped
          </summary>
          <SettingTable label="Settings that are dropped" changes={own} />
        </details>
      )}
      {plan.mappings.changes.length > 0 && <MappingTable changes={plan.mappings.changes} />}
      <p className="mt-2 text-muted">
        {plural(kept, 'other setting')} {kept === 1 ? 'is' : 'are'} kept as {kept === 1 ? 'it is' : 'they are'} in the
        backup
        {plan.mappings.changes.length === 0 && ', and so are all mappings'}.
      </p>
      {children}
    </Panel>
  );
}

const ACTIONS: Record<SettingChange['action'], string> = {
  dropped: 'dropped',
  neutralised: 'off',
  overridden: 'overridden',
  tuned: 'for the load',
  added: 'added',
};

function SettingTable({ label, changes }: { label: string; changes: readonly SettingChange[] }) {
  return (
    <ChangeTable
      label={label}
      first="Setting"
      rows={changes.map((change) => ({
        key: `${change.name} ${change.action}`,
        name: change.name,
        from: change.from,
        to: (
          <>
            {change.to !== null && <Value text={change.to} />}{' '}
            {(change.to === null || change.action === 'tuned') && (
              <span className="text-muted">{ACTIONS[change.action]}</span>
            )}
            {change.action === 'overridden' && <Chip tone="live">yours</Chip>}
          </>
        ),
        why: change.why,
      }))}
    />
  );
}

function MappingTable({ changes }: { changes: readonly MappingChange[] }) {
  return (
    <ChangeTable
      className="mt-2"
      label="Mappings that are changed"
      first="Field"
      rows={changes.map((change) => ({
        key: `${change.path} ${change.why}`,
        name: change.path === '' ? 'the whole mapping' : change.path,
        from: change.from,
        to: change.to === null ? <span className="text-muted">dropped</span> : <Value text={change.to} />,
        why: change.why,
      }))}
    />
  );
}

/** Thousands of rows would make the page slow, and are not read. */
const MOST_ROWS = 200;

interface ChangeRow {
  key: string;
  name: string;
  from: string | null;
  to: ReactNode;
  why: string;
}

function ChangeTable({
  label,
  first,
  rows,
  className,
}: {
  label: string;
  first: string;
  rows: readonly ChangeRow[];
  className?: string;
}) {
  return (
    <>
      <Table label={label} className={className}>
        <Head>
          <Column className="w-[30%]">{first}</Column>
          <Column className="w-[19%]">In the backup</Column>
          <Column className="w-[19%]">In the new index</Column>
          <Column>Why</Column>
        </Head>
        <Body>
          {rows.slice(0, MOST_ROWS).map(({ key, name, from, to, why }) => (
            <Row key={key}>
              <Cell>
                <code>
                  <BreakLongName text={name} />
                </code>
              </Cell>
              <Cell label="Backup">
                {from === null ? <span className="text-faint">not there</span> : <Value text={from} />}
              </Cell>
              <Cell label="New index">{to}</Cell>
              <Cell label="Why" className="text-muted">
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
    </>
  );
}
