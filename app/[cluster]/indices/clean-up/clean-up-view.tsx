'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { parseAliases, validateRules, type RulesText } from '@/lib/kinds/clean-up/rules.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { cleanUpPlanQuery } from '@/components/queries.ts';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import { useDebounced } from '@/components/use-debounced.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { rulesAddress } from './address.ts';
import { DecisionPanel } from './decision-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';

export type CleanUpAction = (input: {
  cluster: string;
  rules: RulesText;
  fingerprint: string;
  once: string;
  typed: string;
}) => Promise<ActionAnswer<{ job: string }>>;

const TYPING_MS = 250;

const isSound = (rules: RulesText) => Object.keys(validateRules(rules)).length === 0;

/** The rules, and the plan below, updated while typing; after the list the confirmation, which requires a typed name. */
export function CleanUpView({ action }: { action: CleanUpAction }) {
  const cluster = useCluster();
  const router = useRouter();
  const idempotencyKey = useIdempotencyKey();
  const [rules, setRules] = useQueryStates(rulesAddress);
  // What is typed is shown at once; the plan follows after a pause.
  const settled = useDebounced(rules, TYPING_MS);
  const query = useQuery({ ...cleanUpPlanQuery(cluster.key, settled), enabled: isSound(settled) });
  const deleting = useAction(action, ({ job }) => router.replace(paths.job(cluster.key, job)));
  const current = isSound(rules) && settled === rules && !query.isPlaceholderData;

  const start = ({ plan: { fingerprint } }: CleanUpReview, typed: string) => {
    void deleting
      .act({
        cluster: cluster.key,
        rules: settled,
        fingerprint,
        once: `${idempotencyKey}:${fingerprint.slice(0, 32)}`,
        typed,
      })
      .then((done) => (done ? undefined : query.refetch()));
  };

  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            Delete indices without an alias on <b className="font-medium text-text">{cluster.name}</b> (
            {cluster.environment}). An index with an alias is never deleted.
          </>
        }
      >
        Clean up
      </Heading>
      <NothingDone failure={deleting.failure} />
      <RulesPanel
        rules={rules}
        errors={validateRules(rules)}
        aliases={query.data?.aliases ?? parseAliases(rules.aliases)}
        all={query.data?.long?.aliases}
        onRules={(next) => void setRules(next)}
      />
      <QueryBoundary query={query} what="the plan">
        {(review, _stale, whyOld) => (
          <DecisionPanel
            key={review.typeToConfirm?.name}
            review={review}
            blocked={whyNot(whyOld, current)}
            pending={deleting.pending}
            onDelete={(typed) => start(review, typed)}
          />
        )}
      </QueryBoundary>
    </>
  );
}

/** `current`: the plan is of the rules that are typed. */
function whyNot(whyOld: string | null, current: boolean): string | null {
  if (whyOld !== null) return whyOld;
  return current ? null : 'The rules are being applied…';
}

/** Why deleting was refused: the cluster has changed since the plan was made, or something else. */
function NothingDone({ failure }: { failure: ActionFailure | null }) {
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-3.5" />;
  return failure && <FailureNotice failure={failure} title="Nothing was deleted" className="mb-3.5" />;
}
