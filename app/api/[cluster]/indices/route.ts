import { choiceQuery } from '@/lib/contract/choice.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadChoice } from '@/lib/pages/load-choices.ts';

export const GET = defineRoute({ needs: 'read', query: choiceQuery }, ({ context, query }) =>
  loadChoice(context.cluster, query),
);
