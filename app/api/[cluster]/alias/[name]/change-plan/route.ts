import { z } from 'zod';
import { aliasName, clusterKey } from '@/lib/contract/names.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { changeAliasAsked, type ChangeAliasReview } from '@/lib/kinds/change-alias/review.ts';
import type { ChangeAliasPlan } from '@/lib/kinds/change-alias/schema.ts';
import { planAliasChangeOf } from '@/lib/pages/plan-again.ts';
import { defineRoute } from '@/lib/route.ts';

const params = z.object({ cluster: clusterKey, name: aliasName });
const query = changeAliasAsked.omit({ alias: true });

export const GET = defineRoute(
  { needs: 'read', params, query },
  async ({ params: { name }, query: asked, context: { cluster, actor } }): Promise<ChangeAliasReview> => {
    const plan = await planAliasChangeOf(cluster, { ...asked, alias: name });
    return { plan, guard: guardOf(runner().store, cluster, plan, actor), filters: filtersOf(plan) };
  },
);

const filtersOf = ({ after, before }: ChangeAliasPlan): ChangeAliasReview['filters'] =>
  [...before, ...after.filter(({ uuid }) => !before.some((each) => each.uuid === uuid))].flatMap(
    ({ index, membership: { filter } }) => (filter === undefined ? [] : [{ index, filter: JSON.stringify(filter) }]),
  );
