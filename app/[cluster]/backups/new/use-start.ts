import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';

export type StartAction<Wish> = (input: {
  cluster: string;
  wish: Wish;
  fingerprint: string;
  once: string;
}) => Promise<ActionAnswer<{ job: string }>>;

/**
 * Starts the job of a plan, once for each visit and plan, and moves on to its page. A refusal because the cluster has
 * changed brings the fresh plan along, which is then the one that is shown. `queryKey`: of the query of the plan.
 */
export function useStart<Wish>(start: StartAction<Wish>, queryKey: QueryKey) {
  const { key: cluster } = useCluster();
  const router = useRouter();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const { act, pending, failure } = useAction(start, (value) => router.push(paths.job(cluster, value.job)));
  const fresh = failure?.code === 'plan_changed' ? failure.details?.plan : undefined;
  // As text: each rendering makes another array.
  const keyText = JSON.stringify(queryKey);
  useEffect(() => {
    if (fresh) client.setQueryData(JSON.parse(keyText) as QueryKey, fresh);
  }, [fresh, client, keyText]);
  const begin = (wish: Wish, fingerprint: string) =>
    void act({ cluster, wish, fingerprint, once: `${idempotencyKey}:${fingerprint.slice(0, 32)}` });
  return { begin, pending, failure };
}
