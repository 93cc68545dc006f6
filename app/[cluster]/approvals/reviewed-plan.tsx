import { BeforeAfter } from '@/components/before-after.tsx';
import { CheckPanel } from '@/components/check-panel.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { PlanReview } from '@/lib/contract/reviews.ts';
import { formatCount, plural } from '@/lib/format.ts';

/** All that a second person approves: alias, backup, choices, checks, and changed settings and mappings. */
export function ReviewedPlan({ review, changed }: { review: PlanReview; changed: boolean }) {
  return (
    <>
      {changed && <p className="font-semibold">The plan as it is now:</p>}
      <BeforeAfter before={review.before} after={review.after} />
      <BackupAndChoices review={review} />
      <CheckPanel checks={review.checks} />
      <Changes review={review} />
    </>
  );
}

function BackupAndChoices({ review: { backup, choices = [] } }: { review: PlanReview }) {
  if (backup === undefined && choices.length === 0) return null;
  return (
    <Facts>
      {backup && (
        <Fact name="Backup">
          <code>
            <BreakLongName text={backup.id} />
          </code>
          , {plural(backup.documents, 'document')}
          {backup.takenAt !== null && (
            <>
              , <Time at={backup.takenAt} />
            </>
          )}
        </Fact>
      )}
      {choices.map(({ name, value }) => (
        <Fact key={name} name={name}>
          <BreakLongName text={value} />
        </Fact>
      ))}
    </Facts>
  );
}

function Changes({ review: { changesLeftOut = 0, mappings = [], settings = [] } }: { review: PlanReview }) {
  const rows = [
    ...settings.map(({ action, name, from, to, why }) => ({ name, from, to, why, own: action === 'overridden' })),
    ...mappings.map(({ path, from, to, why }) => ({ name: path || 'the whole mapping', from, to, why, own: false })),
  ];
  if (rows.length === 0) return null;
  return (
    <Panel title="Changed settings and mappings" tag={<Chip>{formatCount(rows.length + changesLeftOut)}</Chip>}>
      <Table label="Changed settings and mappings">
        <Head>
          <Column>Setting or field</Column>
          <Column>In the backup</Column>
          <Column>In the new index</Column>
          <Column>Why</Column>
        </Head>
        <Body>
          {rows.map(({ name, from, to, why, own }) => (
            <Row key={`${name} ${why}`}>
              <Cell>
                <code>
                  <BreakLongName text={name} />
                </code>
              </Cell>
              <Cell label="Backup">
                {from === null ? <span className="text-faint">not there</span> : <Value text={from} />}
              </Cell>
              <Cell label="New index">
                {to === null ? <span className="text-muted">dropped</span> : <Value text={to} />}{' '}
                {own && <Chip tone="live">override</Chip>}
              </Cell>
              <Cell label="Why" className="text-muted">
                {why}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {changesLeftOut > 0 && (
        <p className="mt-2 text-small text-muted">{formatCount(changesLeftOut)} more are on the review.</p>
      )}
    </Panel>
  );
}

const LONGEST_VALUE = 400;

function Value({ text }: { text: string }) {
  return (
    <code className="[overflow-wrap:anywhere]">
      {text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (the review has all of it)` : text}
    </code>
  );
}
