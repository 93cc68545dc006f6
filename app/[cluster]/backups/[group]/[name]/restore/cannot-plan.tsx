import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { RestoreDraft } from '@/lib/kinds/restore/review.ts';
import { OverrideForm, type OverrideFormProps } from './override-form.tsx';

interface Props {
  alias: string;
  backup: string;
  /** The other cluster that it is a backup of. */
  from: string | undefined;
  failure: Extract<RestoreDraft, { state: 'failed' }>['failure'];
  form: Omit<OverrideFormProps, 'additive'>;
  trying: boolean;
  onTryAgain: () => void;
}

/** Shown when there has been no plan yet: the cluster does not answer, or this choice can't be restored. */
export function CannotPlan({ alias, backup, from, failure, form, trying, onTryAgain }: Props) {
  const cluster = useCluster();
  if (failure.code === 'disk' || OF_THE_CLUSTER.has(failure.code)) {
    return (
      <FailureNotice
        still
        title={`No plan yet: ${whyNoPlan(failure.code)}`}
        failure={failure}
        actions={
          <>
            <Button size="small" onClick={onTryAgain} pending={trying && 'Trying…'}>
              Try again now
            </Button>
            <span className="text-muted">This page tries again by itself. Your input is kept.</span>
          </>
        }
      />
    );
  }
  return (
    <>
      <FailureNotice
        still
        className="mb-4"
        title="This can’t be restored with these options"
        failure={failure}
        actions={
          <LinkButton
            href={
              from === undefined
                ? paths.chooseBackup(cluster.key, alias, backup)
                : paths.copy(cluster.key, { from, alias, backup })
            }
          >
            Choose another backup
          </LinkButton>
        }
      />
      <Panel title="Name, replicas and other options">
        <OverrideForm {...form} additive={false} />
      </Panel>
    </>
  );
}

/** Nothing is wrong with the backup or with what was typed: another one would fare no better. */
const OF_THE_CLUSTER: ReadonlySet<string> = new Set([
  'unreachable',
  'timed_out',
  'unauthorised',
  'forbidden',
  'overloaded',
  'cluster_error',
]);

function whyNoPlan(code: Props['failure']['code']): string {
  if (code === 'disk') return 'the backup can’t be read';
  return code === 'forbidden' ? 'this is not allowed' : 'the cluster does not answer as expected';
}
