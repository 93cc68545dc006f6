import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { IndexName } from '@/components/index-name.tsx';
import { FoldedRequests } from '@/components/requests.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { sourcePlace } from '@/lib/contract/backup-ref.ts';
import type { IndexBackupPlan, ShownBackupPlan } from '@/lib/kinds/backup/schema.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';

interface Props {
  plan: ShownBackupPlan;
  blocked: string | null;
  pending: boolean;
  onStart: () => void;
}

/** What would be read and written, index by index, and the button. */
export function Plan({ plan, blocked, pending, onStart }: Props) {
  const cluster = useCluster();
  const count = countOf(plan);
  return (
    <Panel title="What will happen">
      <Summary plan={plan} />
      {[...checksOf(plan, 'refuse'), ...checksOf(plan, 'warn')].map((check) => (
        <Notice key={check.id} tone={check.level === 'refuse' ? 'bad' : 'warn'} className="mb-2" title={check.title}>
          <p>{check.detail}</p>
          {check.hint && <p className="text-muted">{check.hint}</p>}
        </Notice>
      ))}
      {plan.long !== undefined && plan.checks.length < plan.long.checks && (
        <p className="mb-2 text-small text-muted">
          The first {formatCount(plan.checks.length)} of {formatCount(plan.long.checks)} checks.
        </p>
      )}
      {count > 0 && <IndexTable indices={plan.indices} all={count} />}
      <StickyActions summary={`${plural(plan.documents, 'document')} of ${plural(count, 'index', 'indices')}.`}>
        <Button
          look="primary"
          className="max-mid:flex-1"
          pending={pending && 'Starting…'}
          blocked={blocked ?? whyNot(plan)}
          onClick={onStart}
        >
          Back up {plural(count, 'index', 'indices')}
        </Button>
        <LinkButton href={paths.backups(cluster.key)}>Cancel</LinkButton>
      </StickyActions>
      <FoldedRequests className="mt-3" requests={plan.requests} all={plan.long?.requests} />
    </Panel>
  );
}

const countOf = (plan: ShownBackupPlan): number => plan.long?.indices ?? plan.indices.length;

const checksOf = (plan: ShownBackupPlan, level: 'refuse' | 'warn') =>
  plan.checks.filter((check) => check.level === level);

/** Why this plan can't be applied; null: it can. */
function whyNot(plan: ShownBackupPlan): string | null {
  const refused = checksOf(plan, 'refuse');
  if (refused.length > 0) return `Refused: ${refused.map((check) => check.title).join('; ')}.`;
  return plan.indices.length === 0 ? 'Nothing can be backed up.' : null;
}

function Summary({ plan }: { plan: ShownBackupPlan }) {
  const count = countOf(plan);
  return (
    <p className="mb-2">
      {count === 0 ? (
        'Nothing in the selection can be backed up.'
      ) : (
        <>
          Reads {plural(plan.documents, 'document')} ({formatBytes(plan.primaryBytes)} in the cluster) and writes{' '}
          {plural(count, 'file')} into <code>{sourcePlace(plan.source)}</code>. A file gets its name only when every
          document of its index is in it.
        </>
      )}
    </p>
  );
}

function IndexTable({ indices, all }: { indices: readonly IndexBackupPlan[]; all: number }) {
  return (
    <div className="mb-3 max-h-96 overflow-y-auto">
      <Table label="Indices to back up">
        <Head>
          <Column>Index</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Size</Column>
        </Head>
        <Body>
          {indices.map((entry) => (
            <Row key={entry.uuid}>
              <Cell>
                <IndexName name={entry.index} alias={entry.group} />
              </Cell>
              <Cell numeric label="Documents">
                {formatCount(entry.documents)}
              </Cell>
              <Cell numeric label="Size">
                {formatBytes(entry.primaryBytes)}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {indices.length < all && (
        <p className="py-2 text-small text-muted">
          The first {formatCount(indices.length)} of {formatCount(all)}.
        </p>
      )}
    </div>
  );
}
