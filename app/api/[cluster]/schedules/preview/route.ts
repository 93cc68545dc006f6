import { previewQuery, previewSchedule } from '@/lib/pages/preview-schedule.ts';
import { defineRoute } from '@/lib/route.ts';

/** What is typed in the form of a schedule, before it is saved. */
export const GET = defineRoute({ needs: 'read', query: previewQuery }, ({ context: { cluster }, query }) =>
  previewSchedule(cluster, query),
);
