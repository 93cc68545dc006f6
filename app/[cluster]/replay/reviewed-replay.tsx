import { CheckFold } from '@/components/check-panel.tsx';
import { Folds } from '@/components/ui/fold.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import type { ReplayReview } from '@/lib/kinds/replay/review.ts';
import type { Confirmation } from '../approvals/plan-guard.tsx';
import { PlannedRequests } from './planned-requests.tsx';
import { ReplayDecision } from './replay-decision.tsx';
import { ReplayFolds } from './replay-folds.tsx';
import type { ReplayAsk, ReplayChoice } from './use-replay-choice.ts';

export type Planned = Extract<ReplayReview, { state: 'planned' }>;

export interface ReviewedReplayProps {
  review: Planned;
  asked: ReplayAsk;
  choice: ReplayChoice;
  whyOld: string | null;
  pending: string | false;
  fields: Record<string, string>;
  onStart: (to: string, given: Confirmation) => void;
}

/** A planned replay: what would be sent, over time; what is not; and at the right the decision. */
export function ReviewedReplay(props: ReviewedReplayProps) {
  const { plan } = props.review;
  return (
    <WithRail wide rail={<ReplayDecision {...props} />}>
      <PlannedRequests review={props.review} isEndChosen={props.asked.to !== undefined} />
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <ReplayFolds plan={plan} />
      </Folds>
    </WithRail>
  );
}
