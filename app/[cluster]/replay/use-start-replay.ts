import { useRouter } from 'next/navigation';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { ReplayPlan } from '@/lib/kinds/replay/schema.ts';
import type { Confirmation } from '../approvals/plan-guard.tsx';
import type { ReplayAsk } from './use-replay-choice.ts';

interface ReplayInput extends ReplayAsk, Confirmation {
  cluster: string;
  to: string;
  fingerprint: string;
  once: string;
}
export type ReplayAction = (input: ReplayInput) => Promise<ActionAnswer<{ job: string }>>;

/** Starts the planned replay and opens its job. `onRefused`: the plan may be an old one. */
export function useStartReplay(action: ReplayAction, onRefused: () => void) {
  const { key } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const { act, failure, pending } = useAction(action, ({ job }) => router.push(paths.job(key, job)));
  const start = (asked: ReplayAsk, to: string, { fingerprint }: Pick<ReplayPlan, 'fingerprint'>, given: Confirmation) =>
    void act({
      ...asked,
      cluster: key,
      to,
      fingerprint,
      once: `${once}:${fingerprint.slice(0, 32)}`,
      ...given,
    }).then((done) => (done ? undefined : onRefused()));
  return { start, failure, pending };
}
