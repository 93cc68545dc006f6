import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { FoldedRequests } from '@/components/requests.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { ShownSnapshotPlan } from '@/lib/kinds/snapshot/schema.ts';
import { countOf, IndexTable, PlanChecks, whyNot } from './plan-parts.tsx';

interface Props {
  plan: ShownSnapshotPlan;
  blocked: string | null;
  pending: boolean;
  onStart: () => void;
}

/** Exactly which indices the snapshot would hold, and the button. */
export function SnapshotPlanPanel({ plan, blocked, pending, onStart }: Props) {
  const cluster = useCluster();
  const count = countOf(plan);
  return (
    <Panel title="What will happen">
      <Summary plan={plan} />
      <PlanChecks plan={plan} />
      {count > 0 && (
        <IndexTable
          label="Indices of the snapshot"
          indices={plan.indices.map((entry) => ({ ...entry, alias: entry.aliases[0]?.alias }))}
          all={count}
        />
      )}
      <StickyActions summary={`${plural(count, 'index', 'indices')} into ${plan.repository} on ${cluster.name}.`}>
        <Button
          look="primary"
          className="max-mid:flex-1"
          pending={pending && 'Starting…'}
          blocked={blocked ?? whyNot(plan, 'No index can be in the snapshot.')}
          onClick={onStart}
        >
          Take snapshot
        </Button>
        <LinkButton href={paths.backups(cluster.key)}>Cancel</LinkButton>
      </StickyActions>
      {plan.long === undefined ? (
        <FoldedRequests className="mt-3" requests={plan.requests} />
      ) : (
        <p className="mt-3 text-small text-muted">
          The request names all {formatCount(count)} indices. The page of the job has it as curl.
        </p>
      )}
    </Panel>
  );
}

function Summary({ plan }: { plan: ShownSnapshotPlan }) {
  const count = countOf(plan);
  if (count === 0) return <p className="mb-2">No index of the selection can be in a snapshot now.</p>;
  return (
    <p className="mb-2 [overflow-wrap:anywhere]">
      Takes the snapshot <code>{plan.snapshot}</code> into <code>{plan.repository}</code>:{' '}
      {plural(count, 'index', 'indices')}, {plural(plan.documents, 'document')}, {formatBytes(plan.primaryBytes)} in the
      cluster. Only files that the repository does not have yet are copied.
      {plan.digest && ' After that, a digest of each index that was not written to meanwhile is read.'}
    </p>
  );
}
