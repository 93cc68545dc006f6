import { changesIn, PlanChanged } from './plan-changed.tsx';
import { FailureNotice } from './ui/notice.tsx';
import type { ActionFailure } from './use-action.ts';

/** Why a plan was not applied: the cluster has changed since it was made, or something else. */
export function PlanFailure({ failure, title }: { failure: ActionFailure | null; title: string }) {
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-4" />;
  return failure && <FailureNotice className="mb-4" title={title} failure={failure} />;
}
