import type { ClusterStanding } from '../../lib/contract/clusters-page.ts';

/** A green cluster with three aliases, of which nothing is wrong, unless told otherwise. */
export const aStanding = (over: Partial<ClusterStanding> = {}): ClusterStanding => ({
  key: 'production',
  name: 'search-production',
  environment: 'production',
  colour: 'violet',
  readOnly: false,
  protected: false,
  verificationOff: false,
  concern: 'none',
  health: {
    state: 'green',
    since: null,
    takenAt: '2026-11-28T22:00:00.000Z',
    reason: null,
    disk: { text: '71 %, watermark 90 %', level: 'ok' },
  },
  incidents: { open: 0, critical: 0, unacknowledged: 0, worst: null },
  aliases: { all: 3, troubled: { count: 0, names: [] }, overdue: { count: 0, names: [] } },
  drill: 'never',
  jobs: { running: 0, queued: 0, waiting: 0, first: null },
  ...over,
});
