'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { snapshotDeletionQuery } from '@/components/snapshot-queries.ts';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { SnapshotDeletionAsked } from '@/lib/kinds/delete-snapshot/review.ts';
import type { DeleteSnapshotPlan } from '@/lib/kinds/delete-snapshot/schema.ts';

export type DeleteAction = (input: {
  cluster: string;
  asked: SnapshotDeletionAsked;
  fingerprint: string;
  once: string;
  typed: string;
}) => Promise<ActionAnswer<{ job: string }>>;

/** The plan of a deletion, polled, with the tick that plans it again; and what applies it. */
export function useDeletion(repository: string, snapshot: string, remove: DeleteAction) {
  const { key } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const mayNot = useBlocked('delete-backup');
  const [evenLast, setEvenLast] = useState(false);
  const asked: SnapshotDeletionAsked = { repository, snapshot, ...(evenLast ? { evenLast: 'yes' } : {}) };
  const query = useQuery(snapshotDeletionQuery(key, asked));
  const applying = useAction(remove, ({ job }) => router.push(paths.job(key, job)));
  const apply = ({ fingerprint }: DeleteSnapshotPlan, typed: string) =>
    void applying
      .act({ cluster: key, asked, fingerprint, once: `${once}:${fingerprint.slice(0, 32)}`, typed })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  /** Why the button can't be pressed; null: it can. */
  const blockedBy = (plan: DeleteSnapshotPlan, whyOld: string | null): string | null => {
    const refusal = plan.checks.find(({ level }) => level === 'refuse');
    return (
      mayNot ??
      (query.isPlaceholderData ? 'The plan is being made again.' : null) ??
      (refusal ? `${refusal.title}: see the checks.` : null) ??
      whyOld
    );
  };
  return { query, evenLast, setEvenLast, apply, blockedBy, pending: applying.pending, failure: applying.failure };
}
