import type { ReactNode } from 'react';
import { addsToIndex, changesIn, effectOf, totalBytes } from '@/components/restore/effect.ts';
import {
  Body,
  Breakable,
  Cell,
  Column,
  Fact,
  Facts,
  Head,
  Panel,
  Row,
  Table,
  Tag,
  Time,
} from '@/components/ui/index.ts';
import { dateOfIndex } from '@/lib/contract/index-group.ts';
import type { MappingChange, SettingChange } from '@/lib/contract/plan.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { formatBytes, formatChange, formatCount, plural, shortIndexName } from '@/lib/format.ts';

/** Live and backup side by side: what one has, and what one would have. */
export function Compare({ plan }: { plan: RestorePlan }) {
  const effect = effectOf(plan);
  const fresh = plan.target.uuid === null;
  const fell = effect.change !== null && effect.change > 0;
  return (
    <div className="grid items-stretch gap-2.5 min-[860px]:grid-cols-[minmax(0,1fr)_36px_minmax(0,1fr)]">
      <Panel
        title={
          plan.alias === null
            ? 'Now: no alias is chosen'
            : plan.before.length === 0
              ? `Now: ${plan.alias} points to nothing`
              : `Now: ${plan.alias} points to`
        }
      >
        {plan.before.length === 0 ? (
          <p className="text-muted">
            {plan.alias === null
              ? 'The new index stands by itself until an alias is pointed to it.'
              : 'The alias is made when it is pointed to the new index.'}
          </p>
        ) : (
          <div className="flex flex-col gap-3">
            {plan.before.map((target) => (
              <Facts key={target.uuid}>
                <Fact name="Index">
                  <code title={target.index}>{shortIndexName(target.index)}</code>{' '}
                  {target.state === 'closed' && <Tag tone="warn">closed</Tag>}
                </Fact>
                <Fact name="Documents">
                  <b className={fell ? 'font-semibold text-bad' : 'font-semibold'}>{formatCount(target.documents)}</b>
                </Fact>
                <Fact name="Size">{formatBytes(target.primaryBytes)}</Fact>
                <Fact name="Age">{ageOf(target) === null ? 'unknown' : <Time at={ageOf(target)!} />}</Fact>
              </Facts>
            ))}
          </div>
        )}
      </Panel>
      <div aria-hidden="true" className="grid place-items-center text-[22px] text-faint max-[859px]:rotate-90">
        →
      </div>
      <Panel
        title={
          plan.resume !== null
            ? 'After: a half-filled index, filled to its end'
            : fresh
              ? 'After: a new index from the backup'
              : 'After: the backup added to an index that exists'
        }
        tone="accent"
      >
        <Facts>
          <Fact name="Index">
            <code title={plan.target.index}>{shortIndexName(plan.target.index)}</code>
          </Fact>
          <Fact name="Documents">
            <b className="font-semibold">{formatCount(plan.backup.documents)}</b>{' '}
            {addsToIndex(plan) && <>added to the {formatCount(plan.target.documents)} there are</>}
            {effect.change !== null && effect.change !== 0 && (
              <span className={effect.change > 0 ? 'text-ok' : 'text-warn'}>{formatChange(effect.change)}</span>
            )}
            {plan.backup.promised !== plan.backup.documents && (
              <span className="text-bad"> of {formatCount(plan.backup.promised)} promised</span>
            )}
          </Fact>
          <Fact name="Size">
            about {formatBytes(plan.target.estimatedPrimaryBytes)}
            {plan.target.replicas > 0 &&
              `, ${formatBytes(totalBytes(plan))} with ${plural(plan.target.replicas, 'replica')}`}
          </Fact>
          <Fact name="As of">
            {plan.backup.takenAt === null ? (
              'unknown: the file does not say'
            ) : (
              <Time at={plan.backup.takenAt} precision="seconds" />
            )}
          </Fact>
          <Fact name="Brings back">{effect.bringsBack}</Fact>
          <Fact name="Will be missing">{effect.missing}</Fact>
        </Facts>
      </Panel>
    </div>
  );
}

/** As the alias map tells it: by the date in its name, else by when it was created. */
const ageOf = (target: RestorePlan['before'][number]) =>
  dateOfIndex({ name: target.index, createdAt: target.createdAt });

const LONGEST_VALUE = 400;

/** A whole mapping as one value would bury the table: its beginning, and the rest on a click. */
function Value({ text }: { text: string }) {
  if (text.length <= LONGEST_VALUE) {
    return (
      <code>
        <Breakable text={text} />
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
      <Panel title="Settings and mappings" tag={<Tag>as they are</Tag>}>
        <p className="text-muted">{plan.target.index} exists and keeps its own; those of the backup are not used.</p>
        {children}
      </Panel>
    );
  }
  const own = plan.settings.changes.filter(isRoutine);
  const rest = plan.settings.changes.filter((change) => !isRoutine(change));
  const kept = Object.keys(plan.settings.kept).length;
  return (
    <Panel
      title="Settings and mappings"
      tag={<Tag>{changesIn(plan) === 0 ? 'as in the backup' : `${formatCount(changesIn(plan))} changed`}</Tag>}
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

/** Dropped because it names the old index: no news, so it is folded away. */
const isRoutine = (change: SettingChange) =>
  change.action === 'dropped' &&
  /^index\.(uuid|history\.uuid|provided_name|creation_date.*|version\..*|resize\..*)$/.test(change.name);

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
            {change.action === 'overridden' && <Tag tone="live">yours</Tag>}
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

/** Thousands of rows are read by nobody, and take the page with them. */
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
                  <Breakable text={name} />
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
        <p className="mt-2 text-[13px] text-muted">
          The first {formatCount(MOST_ROWS)} of {formatCount(rows.length)}.
        </p>
      )}
    </>
  );
}
