import { KIND_LABELS } from '../contract/incident-kinds.ts';
import type { RouteOnPage } from '../contract/notifications-page.ts';
import { capitalised, formatList, formatSpan } from '../format.ts';

const MOST_NAMED = 6;

const LEAST = {
  critical: 'critical incidents',
  warning: 'critical incidents and warnings',
} as const;

/** What a route sends, without a full stop: "Critical incidents, with a reminder every 4 h". Names no cluster. Pure. */
export function routeWords(route: RouteOnPage): string {
  if (route.of === 'runs')
    return route.schedules === null
      ? 'Start, success and failure of every schedule'
      : `Start, success and failure of ${route.schedules.length === 1 ? 'the schedule' : 'the schedules'} ${formatList(route.schedules, MOST_NAMED)}`;
  const { kinds, remindMs, severity } = route;
  const what =
    kinds === null ? LEAST[severity] : `${LEAST[severity]} (${kinds.map((kind) => KIND_LABELS[kind]).join(', ')})`;
  return [
    capitalised(what),
    remindMs === null ? null : `with a reminder every ${formatSpan(remindMs)} until somebody acknowledges`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
