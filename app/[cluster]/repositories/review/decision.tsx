import type { ChangeRepositoryPlan } from '@/lib/kinds/change-repository/schema.ts';
import { plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import type { useRepositoryPlan } from '../use-repository-plan.ts';

interface Props {
  plan: ChangeRepositoryPlan;
  planning: ReturnType<typeof useRepositoryPlan>;
  whyOld: string | null;
}

/** Deleting files can't be undone: its name is typed. Unregistering can be undone by registering it again. */
export function Decision({ plan, planning, whyOld }: Props) {
  const { key } = useCluster();
  const { name } = plan.repository;
  const blocked = planning.blockedBy(plan, whyOld);
  const cancel = (
    <LinkButton look="quiet" size="large" href={paths.repositories(key, name)}>
      Cancel
    </LinkButton>
  );
  if (plan.action === 'clean-up')
    return (
      <Panel title={`Delete unused files of ${name}`}>
        <TypedConfirm
          name={name}
          ask="Type the name of the repository"
          verb="Delete unused files"
          pending={planning.pending && 'Starting…'}
          blocked={blocked}
          onConfirm={(typed) => planning.apply(plan, typed)}
          beside={cancel}
        />
      </Panel>
    );
  return (
    <Panel className="max-mid:contents">
      <StickyActions
        className=""
        summary={`${name}: the files are kept${plan.snapshots === null ? '' : `, with ${plural(plan.snapshots, 'snapshot')}`}.`}
      >
        <Button
          size="large"
          look="primary"
          pending={planning.pending && 'Starting…'}
          blocked={blocked}
          onClick={() => planning.apply(plan)}
          className="w-full max-mid:flex-1"
        >
          Unregister repository
        </Button>
        {cancel}
      </StickyActions>
    </Panel>
  );
}
