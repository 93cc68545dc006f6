import { CheckFold } from '@/components/check-panel.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Requests } from '@/components/requests.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { formatCount, plural } from '@/lib/format.ts';
import type { CarryForwardReview } from '@/lib/kinds/carry-forward/review.ts';
import type { CarryForwardPlan } from '@/lib/kinds/carry-forward/schema.ts';
import type { Confirmation } from '../../../approvals/plan-guard.tsx';
import { CarryDecision } from './carry-decision.tsx';
import { ExpectedFigures } from './expected-figures.tsx';

interface Props {
  review: CarryForwardReview;
  whyOld: string | null;
  pending: boolean;
  fields: Record<string, string>;
  onStart: (given: Confirmation) => void;
}

const NAMES = { added: 'Would be added', changed: 'Would be changed', deleted: 'Would be deleted' };

/** A planned carrying forward: what would be written, the checks as one verdict, and the button. */
export function ReviewedCarry({ review, whyOld, pending, fields, onStart }: Props) {
  const { key } = useCluster();
  const { plan, guard } = review;
  const writes = writesOf(plan);
  const { conflicts, lookedUp, total } = plan.expected;
  const isExact = lookedUp >= total;
  return (
    <WithRail
      rail={
        <CarryDecision
          plan={plan}
          guard={guard}
          whyOld={whyOld}
          verb={isExact ? `Carry ${plural(writes, 'document')} forward` : 'Carry the documents forward'}
          pending={pending && 'Starting…'}
          nothing={isExact && writes === 0 ? 'There is nothing to write.' : null}
          summary={`${isExact ? '' : 'At least '}${formatCount(writes)} written, ${plural(conflicts, 'conflict')}. It can be undone.`}
          cancelHref={paths.job(key, plan.comparison.job)}
          fields={fields}
          onStart={onStart}
        />
      }
    >
      <ExpectedFigures title="What would be written" expected={plan.expected} names={NAMES} />
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <Fold title="Requests" hint={`${plural(plan.requests.length, 'call')} as curl`}>
          <Requests requests={plan.requests} />
        </Fold>
      </Folds>
    </WithRail>
  );
}

const writesOf = ({ expected }: CarryForwardPlan): number => expected.added + expected.changed + expected.deleted;
