import type { Incident } from '../../lib/contract/incident.ts';
import type { MessageBody } from '../../lib/contract/message.ts';
import type { IncidentBody, Outgoing, RunBody } from '../../lib/notify/message.ts';
import { anIncident } from '../support/an-incident.ts';

const CLUSTER = { key: 'production', name: 'search-production', environment: 'production' };
/** Of `outgoing`. */
export const NOW = Date.parse('2026-11-23T06:49:10.000Z');

export function incidentBody(over: Partial<Incident> = {}): IncidentBody {
  const { cluster: _, ...incident } = anIncident(over);
  return { of: 'incident', delivery: 'd-1', cluster: CLUSTER, incident: { ...incident, title: 'a title' } };
}

export const runBody = (over: Partial<RunBody> = {}): RunBody => ({
  of: 'run',
  delivery: 'd-2',
  cluster: CLUSTER,
  schedule: 'Nightly',
  due: '2026-11-23T03:00:00.000Z',
  at: '2026-11-23T03:00:41.000Z',
  state: 'good',
  why: null,
  ...over,
});

/** Made ten seconds before it is sent, with links, unless told otherwise. */
export const outgoing = <Body extends MessageBody>(
  body: Body,
  over: Partial<Omit<Outgoing, 'body'>> = {},
): Outgoing & { body: Body } => ({
  event: 'began',
  number: 0,
  madeMs: NOW - 10_000,
  now: NOW,
  publicUrl: 'https://desk.example.org/restore',
  ...over,
  body,
});
