import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { restorePlanQuery } from '@/components/queries.ts';
import { RouteError } from '@/components/route-request.ts';
import { jsonError } from '@/components/restore/choices.ts';
import type { ActionFailure } from '@/components/use-action.ts';
import type { RestoreDraft, RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { useLastPlan } from './use-last-plan.ts';
import { tooLong } from './override-form.tsx';
import type { Choosing } from './use-choices.ts';

/**
 * The plan of what is chosen, requested while the choices are valid. `failure`: of the last start; the fresh plan
 * that came with a refusal replaces the one that was shown. `errors`: by the name of the field they are about.
 */
export function usePlan(cluster: string, backup: string, choosing: Choosing, failure: ActionFailure | null) {
  const { settled, asked, notSaved } = choosing;
  const client = useQueryClient();
  const unusable = isUnusable(settled);
  const query = useQuery({ ...restorePlanQuery(cluster, backup, asked), enabled: !unusable });
  const last = useLastPlan(query.data);

  useEffect(() => {
    const fresh = failure?.code === 'plan_changed' ? (failure.details?.plan as RestorePlan | undefined) : undefined;
    const key = restorePlanQuery(cluster, backup, asked).queryKey;
    if (fresh)
      client.setQueryData(key, (before): RestoreDraft | undefined =>
        before?.state === 'planned' ? { ...before, plan: fresh } : before,
      );
  }, [failure, client, cluster, backup, asked]);

  const errors: Record<string, string> = {
    ...(query.error instanceof RouteError ? query.error.fields : {}),
    ...(query.data?.state === 'failed' ? query.data.fields : {}),
    ...failure?.fields,
    ...notSaved,
  };
  return { query, last, unusable, errors };
}

/** An override is not JSON, or too long: no plan can be made with it. */
const isUnusable = ({ settings, mappings }: RestoreChoicesInput) =>
  [settings, mappings].some((text) => jsonError(text) !== null || tooLong(text) !== undefined);
