import type { Plan } from '@/lib/contract/plan.ts';
import { plural } from '@/lib/format.ts';
import { CheckFold } from './check-panel.tsx';
import { Requests } from './requests.tsx';
import { Fold, Folds } from './ui/fold.tsx';

/** The checks of a plan as one verdict, and its requests. */
export function PlanFolds({ plan }: { plan: Pick<Plan, 'checks' | 'plannedAt' | 'requests'> }) {
  return (
    <Folds>
      <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
      <Fold title="Requests" hint={`${plural(plan.requests.length, 'call')} as curl`}>
        <Requests requests={plan.requests} />
      </Fold>
    </Folds>
  );
}
