import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { replayAsked, type ReplayReview } from '@/lib/kinds/replay/review.ts';
import { loadReplayDraft } from '@/lib/pages/load-replay-draft.ts';
import { defineRoute } from '@/lib/route.ts';
import { visibleDeep } from '@/lib/json/visible-text.ts';

/** The plan of a replay, or how far the captures have been read. */
export const GET = defineRoute(
  { needs: 'replay', query: replayAsked },
  async ({ context: { actor, cluster }, query }): Promise<ReplayReview> => {
    const draft = await loadReplayDraft(cluster, query);
    if (draft.state === 'reading') return draft;
    const { mapping, plan } = draft;
    return {
      state: 'planned',
      plan: visibleDeep(plan),
      guard: guardOf(runner().store, cluster, plan, actor),
      mapping: visibleDeep(mapping),
    };
  },
);
