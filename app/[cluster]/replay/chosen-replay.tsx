import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { replayPlanQuery } from '@/components/replay-queries.ts';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { ChooseCaptures } from './choose-captures.tsx';
import { ChooseReplay } from './choose-replay.tsx';
import { ReadingCaptures } from './reading-captures.tsx';
import { ReviewedReplay } from './reviewed-replay.tsx';
import { useReplayChoice, type Choices, type ReplayAsk, type ReplayChoice } from './use-replay-choice.ts';
import { useStartReplay, type ReplayAction } from './use-start-replay.ts';

/** What is replayed, from which captures; and the plan, once enough is chosen. What is chosen is in the address. */
export function ChosenReplay({ choices, start }: { choices: Choices; start: ReplayAction }) {
  const choice = useReplayChoice(choices);
  const { asked, isLeftOut } = choice;
  const some = choices.files.some(({ path }) => !isLeftOut(path));
  return (
    <div className="flex flex-col gap-4">
      <ChooseReplay choices={choices} choice={choice} />
      <ChooseCaptures choices={choices} choice={choice} />
      {asked === null || !some ? (
        <Notice tone="info" title="There is no plan yet">
          <p>{missingWords(choice, some)}</p>
        </Notice>
      ) : (
        <Review asked={asked} choice={choice} start={start} />
      )}
    </div>
  );
}

function missingWords({ alias, from }: ReplayChoice, some: boolean): string {
  if (alias === undefined) return 'Choose which restored index the requests are for.';
  if (from === undefined) return 'Type when the backup was started.';
  return some ? 'Choose the target.' : 'Choose at least one captured file.';
}

function Review({ asked, choice, start }: { asked: ReplayAsk; choice: ReplayChoice; start: ReplayAction }) {
  const { key } = useCluster();
  const query = useQuery(replayPlanQuery(key, { ...asked }));
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
              whyOld={query.isPlaceholderData ? 'The plan is made again.' : whyOld}
              pending={starting.pending && 'Starting…'}
              fields={starting.failure?.fields ?? {}}
              onStart={(to, given) => starting.start(asked, to, review.plan, given)}
            />
          )
        }
      </QueryBoundary>
    </>
  );
}
