import type { MapEntry } from '@/lib/contract/alias-map.ts';
import { formatBytes, formatChange, formatCount } from '@/lib/format.ts';
import { ambiguousNames } from '@/lib/index-parts.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';

interface Props {
  title: string;
  entries: readonly MapEntry[];
  alias: string;
  /** Documents of the live indices; null: unknown. */
  now: number | null;
  /** The alias points to one index, which is not a choice. */
  single: boolean;
}

/** Indices to switch the alias to, each compared with now. */
export function IndexTable({ title, entries, alias, now, single }: Props) {
  const whole = ambiguousNames(entries.map(({ index }) => index));
  return (
    <Panel title={title} flush>
      <Table label={title} lines>
        <Head>
          <Column>Index</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Compared with now</Column>
          <Column numeric>Size</Column>
          <Column>Health</Column>
          <Column>Created</Column>
          <Column>
            <span className="sr-only">Actions</span>
          </Column>
        </Head>
        <Body>
          {entries.map((entry) => (
            <IndexRow
              key={entry.uuid}
              entry={entry}
              alias={alias}
              now={now}
              isChoice={!(entry.live && single)}
              whole={whole.has(entry.index)}
            />
          ))}
        </Body>
      </Table>
    </Panel>
  );
}

function IndexRow({
  entry,
  alias,
  now,
  isChoice,
  whole,
}: Pick<Props, 'alias' | 'now'> & { entry: MapEntry; isChoice: boolean; whole: boolean }) {
  const review = paths.switchTo(useCluster().key, entry.index, alias);
  return (
    <Row>
      <Cell place="name">
        <IndexName name={entry.index} alias={alias} of whole={whole} href={isChoice ? review : undefined} />{' '}
        {entry.live && <Chip tone="live">live</Chip>} {entry.loading && <Chip tone="warn">unfinished</Chip>}
      </Cell>
      <Cell place="figure" numeric>
        {formatCount(entry.documents)}
      </Cell>
      <Cell place="state" numeric>
        {isChoice && <Change documents={entry.documents} now={now} />}
      </Cell>
      <Cell numeric className="text-muted">
        {formatBytes(entry.storeBytes)}
      </Cell>
      <Cell>
        <Health entry={entry} />
      </Cell>
      <Cell place="detail" className="text-muted">
        {entry.createdAt ? <Time at={entry.createdAt} show="relative" /> : 'unknown'}
      </Cell>
      {/* On a phone the whole row opens the review. */}
      <Cell buttons>
        {isChoice && (
          <LinkButton size="small" look="quiet" href={review}>
            Review
            <span className="sr-only"> the switch to {entry.index}</span>
          </LinkButton>
        )}
      </Cell>
    </Row>
  );
}

function Change({ documents, now }: { documents: number | null; now: number | null }) {
  if (documents === null || now === null) return <span className="text-faint">unknown</span>;
  const change = documents - now;
  return <span className={change < 0 ? 'text-bad' : 'text-muted'}>{formatChange(change)}</span>;
}

function Health({ entry: { state, health } }: { entry: MapEntry }) {
  if (state === 'closed') return <State level="idle">Closed</State>;
  if (health === null) return <State level="unknown">Unknown</State>;
  return <State level={HEALTH[health].level}>{HEALTH[health].word}</State>;
}
