'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { RepositoryAskedInput } from '@/lib/kinds/change-repository/review.ts';
import type { ChangeRepositoryPlan } from '@/lib/kinds/change-repository/schema.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { repositoryPlanQuery } from '@/components/snapshot-queries.ts';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useDebounced } from '@/components/use-debounced.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';

export type ChangeAction = (input: {
  cluster: string;
  asked: RepositoryAskedInput;
  fingerprint: string;
  once: string;
  typed?: string;
}) => Promise<ActionAnswer<{ job: string }>>;

/** The plan of what is asked, polled; and what applies it, which goes on to the page of the job. null: nothing yet. */
export function useRepositoryPlan(asked: RepositoryAskedInput | null, action: ChangeAction) {
  const { key } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const mayNot = useBlocked('change-repository');
  // As text: each rendering makes another object.
  const text = JSON.stringify(asked);
  const settled = useDebounced(text, 300);
  const query = useQuery(repositoryPlanQuery(key, JSON.parse(settled) as RepositoryAskedInput | null));
  const applying = useAction(action, ({ job }) => router.push(paths.job(key, job)));
  const apply = ({ fingerprint }: ChangeRepositoryPlan, typed?: string) => {
    if (asked === null) return;
    void applying
      .act({
        cluster: key,
        asked,
        fingerprint,
        once: `${once}:${fingerprint.slice(0, 32)}`,
        ...(typed === undefined ? {} : { typed }),
      })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  };
  /** Why the button can't be pressed; null: it can. */
  const blockedBy = (plan: ChangeRepositoryPlan, whyOld: string | null): string | null => {
    const refusal = plan.checks.find(({ level }) => level === 'refuse');
    return (
      mayNot ??
      (query.isPlaceholderData || settled !== text ? 'The plan is being made again.' : null) ??
      (refusal ? `${refusal.title}: see the checks.` : null) ??
      whyOld
    );
  };
  return { query, apply, blockedBy, pending: applying.pending, failure: applying.failure };
}
