import type { Incident, Mute } from '../../lib/contract/incident.ts';

/** government lost 93 % of its documents at 06:47 on 23 November 2026, noticed two minutes later, unless told otherwise. */
export const anIncident = (over: Partial<Incident> = {}): Incident => ({
  id: '12',
  cluster: 'production',
  subject: 'government',
  severity: 'critical',
  facts: { kind: 'documents-lost', before: 100_000, now: 7_000, lowest: 7_000, moved: false },
  began: { at: '2026-11-23T06:47:00.000Z', after: '2026-11-23T06:46:50.000Z' },
  noticedAt: '2026-11-23T06:49:00.000Z',
  ended: null,
  endedBy: null,
  acknowledged: null,
  closed: null,
  ...over,
});

export const endedAt = (at: string): Pick<Incident, 'ended' | 'endedBy'> => ({
  ended: { at, after: at },
  endedBy: 'itself',
});

/** Of everything of the cluster, for an hour, unless told otherwise. */
export const aMute = (over: Partial<Mute> = {}): Mute => ({
  id: '1',
  cluster: 'production',
  alias: null,
  kind: null,
  reason: 'The nodes are upgraded.',
  by: 'ann',
  from: '2026-11-23T06:00:00.000Z',
  until: '2026-11-23T07:00:00.000Z',
  ended: null,
  ...over,
});
