import type { ClusterWords } from '@/components/blocked.ts';
import { paths } from '@/components/paths.ts';
import { FoldedRequests } from '@/components/requests.tsx';
import {
  Body,
  Button,
  Cell,
  Column,
  Head,
  LinkButton,
  Notice,
  Panel,
  Pinned,
  Row,
  Table,
} from '@/components/ui/index.ts';
import { sourcePlace } from '@/lib/contract/backup-ref.ts';
import type { BackupPlan, IndexBackupPlan } from '@/lib/kinds/backup/schema.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';

interface Props {
  cluster: ClusterWords;
  plan: BackupPlan;
  blocked: string | null;
  pending: boolean;
  onStart: () => void;
}

/** What would be read and written, index by index, and the button. */
export function Plan({ cluster, plan, blocked, pending, onStart }: Props) {
  return (
    <Panel title="What will happen" tone="accent">
      <Summary plan={plan} />
      {[...checksOf(plan, 'refuse'), ...checksOf(plan, 'warn')].map((check) => (
        <Notice key={check.id} tone={check.level === 'refuse' ? 'bad' : 'warn'} className="mb-2" title={check.title}>
          <p>{check.detail}</p>
          {check.hint && <p className="text-muted">{check.hint}</p>}
        </Notice>
      ))}
      {plan.indices.length > 0 && <IndexTable indices={plan.indices} />}
      <Pinned line={`${plural(plan.documents, 'document')} of ${plural(plan.indices.length, 'index', 'indices')}.`}>
        <Button
          look="primary"
          className="max-[859px]:flex-1"
          pending={pending && 'Starting…'}
          blocked={blocked ?? whyNot(plan)}
          onClick={onStart}
        >
          Back up {plural(plan.indices.length, 'index', 'indices')}
        </Button>
        <LinkButton href={paths.backups(cluster.key)}>Cancel</LinkButton>
      </Pinned>
      <FoldedRequests className="mt-3" requests={plan.requests} />
    </Panel>
  );
}

const checksOf = (plan: BackupPlan, level: 'refuse' | 'warn') => plan.checks.filter((check) => check.level === level);

/** Why this plan can't be applied; null: it can. */
function whyNot(plan: BackupPlan): string | null {
  const refused = checksOf(plan, 'refuse');
  if (refused.length > 0) return `Refused: ${refused.map((check) => check.title).join('; ')}.`;
  return plan.indices.length === 0 ? 'Nothing can be backed up.' : null;
}

function Summary({ plan }: { plan: BackupPlan }) {
  return (
    <p className="mb-2">
      {plan.indices.length === 0 ? (
        'Nothing of what is chosen can be backed up.'
      ) : (
        <>
          Read {plural(plan.documents, 'document')} ({formatBytes(plan.primaryBytes)} in the cluster) and write{' '}
          {plural(plan.indices.length, 'file')} into <code>{sourcePlace(plan.source)}</code>. A file appears only when
          every document of its index is in it.
        </>
      )}
    </p>
  );
}

function IndexTable({ indices }: { indices: readonly IndexBackupPlan[] }) {
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
                <b className="font-semibold">{entry.group}</b>
                {entry.index !== entry.group && <code className="block text-faint">{entry.index}</code>}
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
    </div>
  );
}
