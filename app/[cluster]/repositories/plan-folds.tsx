import type { ChangeRepositoryPlan } from '@/lib/kinds/change-repository/schema.ts';
import { plural } from '@/lib/format.ts';
import { CheckFold } from '@/components/check-panel.tsx';
import { Requests } from '@/components/requests.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';

/** The checks of a plan as one verdict, and its requests. */
export function PlanFolds({ plan }: { plan: ChangeRepositoryPlan }) {
  return (
    <Folds>
      <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
      <Fold title="Requests" hint={`${plural(plan.requests.length, 'call')} as curl`}>
        <Requests requests={plan.requests} />
      </Fold>
    </Folds>
  );
}
