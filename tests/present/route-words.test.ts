import { expect, test } from 'vitest';
import type { RouteOnPage } from '../../lib/contract/notifications-page.ts';
import { routeWords } from '../../lib/present/route-words.ts';

const incidents = (over: object = {}): RouteOnPage => ({
  of: 'incidents',
  severity: 'critical',
  clusters: ['production', 'staging'],
  kinds: null,
  remindMs: null,
  ...over,
});
const runs = (schedules: string[] | null): RouteOnPage => ({ of: 'runs', clusters: null, schedules });

test.each([
  [incidents(), 'Critical incidents'],
  [incidents({ severity: 'warning' }), 'Critical incidents and warnings'],
  [
    incidents({ severity: 'warning', remindMs: 4 * 3_600_000 }),
    'Critical incidents and warnings, with a reminder every 4 h until somebody acknowledges',
  ],
  [incidents({ kinds: ['disk', 'drill'] }), 'Critical incidents (disk nearly full, restore drill failed)'],
  [runs(null), 'Start, success and failure of every schedule'],
  [runs(['Nightly backup']), 'Start, success and failure of the schedule Nightly backup'],
  [runs(['Nightly', 'Weekly']), 'Start, success and failure of the schedules Nightly and Weekly'],
])('%j is “%s”, and names no cluster', (route, words) => {
  expect(routeWords(route)).toBe(words);
});
