import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { isTypedWrong, replayPlanQuery } from '@/components/replay-queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { ChooseCaptures } from './choose-captures.tsx';
import { ChooseReplay } from './choose-replay.tsx';
import { ReadingCaptures } from './reading-captures.tsx';
import { ReviewedReplay } from './reviewed-replay.tsx';
import { useReplayChoice, writesTo, type Choices, type ReplayAsk, type ReplayChoice } from './use-replay-choice.ts';
import { useStartReplay, type ReplayAction } from './use-start-replay.ts';

/** What is replayed, from which captures; and the plan, once enough is chosen. What is chosen is in the address. */
export function ChosenReplay({ choices, start }: { choices: Choices; start: ReplayAction }) {
  const choice = useReplayChoice(choices);
  const { asked, isLeftOut } = choice;
  const some = choices.files.some(({ path }) => !isLeftOut(path));
  const plan = usePlan(some ? asked : null);
  return (
    <div className="flex flex-col gap-4">
      <ChooseReplay choices={choices} choice={choice} wrong={plan.wrong?.fields?.['from']} />
      <ChooseCaptures choices={choices} choice={choice} />
      {asked !== null && some && (plan.wrong === null || plan.query.data !== undefined) ? (
        <Review asked={asked} choice={choice} start={start} plan={plan} />
      ) : (
        choices.files.length > 0 && (
          <Notice tone="info" title="There is no plan yet">
            <p>{plan.wrong === null ? missingWords(choice, choices, some) : plan.wrong.message}</p>
            {plan.wrong?.hint && <p>{plan.wrong.hint}</p>}
          </Notice>
        )
      )}
    </div>
  );
}

function missingWords({ alias, from }: ReplayChoice, { targets }: Choices, some: boolean): string {
  if (alias === undefined) return 'Choose which restored index the requests are for.';
  if (!targets.some((target) => writesTo(target, alias))) return `No configured target writes to ${alias}.`;
  if (from === undefined) return 'Type when the backup was started.';
  return some ? 'Choose the target.' : 'Choose at least one captured file.';
}

/** The plan of what was asked (null: nothing). While a field has a wrong time (`wrong`), the last plan stays. */
function usePlan(asked: ReplayAsk | null) {
  const { key } = useCluster();
  const query = useQuery({ ...replayPlanQuery(key, { ...asked }), enabled: asked !== null });
  const [last, setLast] = useState(query.data);
  if (query.data !== undefined && query.data !== last) setLast(query.data);
  const wrong = asked !== null && isTypedWrong(query.error) ? failureOf(query.error) : null;
  return { wrong, query: wrong === null ? query : { ...query, data: last, error: null } };
}

interface ReviewProps {
  asked: ReplayAsk;
  choice: ReplayChoice;
  start: ReplayAction;
  plan: ReturnType<typeof usePlan>;
}

function Review({ asked, choice, start, plan: { query, wrong } }: ReviewProps) {
  const starting = useStartReplay(start, () => void query.refetch());
  const changed = changesIn(starting.failure);
  return (
    <>
      {changed && <PlanChanged changes={changed} />}
      {starting.failure && !changed && <FailureNotice failure={starting.failure} title="Nothing was sent" />}
      <QueryBoundary query={query} what="the plan" waiting={<ReadingCaptures progress={null} />}>
        {(review, _stale, whyOld) =>
          review.state === 'reading' ? (
            <ReadingCaptures progress={review.progress} />
          ) : (
            <ReviewedReplay
              review={review}
              asked={asked}
              choice={choice}
              whyOld={wrong?.message ?? (query.isPlaceholderData ? 'The plan is made again.' : whyOld)}
              pending={starting.pending && 'Starting…'}
              fields={{ ...wrong?.fields, ...starting.failure?.fields }}
              onStart={(to, given) => starting.start(asked, to, review.plan, given)}
            />
          )
        }
      </QueryBoundary>
    </>
  );
}
