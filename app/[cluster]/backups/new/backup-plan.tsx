import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { FoldedRequests } from '@/components/requests.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { sourcePlace } from '@/lib/contract/backup-ref.ts';
import type { ShownBackupPlan } from '@/lib/kinds/backup/schema.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import { countOf, IndexTable, PlanChecks, whyNot } from './plan-parts.tsx';

interface Props {
  plan: ShownBackupPlan;
  blocked: string | null;
  pending: boolean;
  onStart: () => void;
}

/** What would be read and written, index by index, and the button. */
export function BackupPlan({ plan, blocked, pending, onStart }: Props) {
  const cluster = useCluster();
  const count = countOf(plan);
  return (
    <Panel title="What will happen">
      <Summary plan={plan} />
      <PlanChecks plan={plan} />
      {count > 0 && (
        <IndexTable
          label="Indices to back up"
          indices={plan.indices.map((entry) => ({ ...entry, alias: entry.group }))}
          all={count}
        />
      )}
      <StickyActions summary={`${plural(plan.documents, 'document')} of ${plural(count, 'index', 'indices')}.`}>
        <Button
          look="primary"
          className="max-mid:flex-1"
          pending={pending && 'Starting…'}
          blocked={blocked ?? whyNot(plan, 'Nothing can be backed up.')}
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
