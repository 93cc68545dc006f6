import type { Check } from '../../../lib/contract/plan.ts';
import type { PlanKind } from '../../../lib/kinds/run-kind.ts';
import { fingerprintOf } from '../../../lib/running/fingerprint.ts';
import type { ToyPlan } from './schema.ts';

export interface ToyRequest {
  what: string;
  upTo: number;
  /** In place of the current state of a cluster. */
  check?: Check;
}

const CLUSTER = { name: 'search', uuid: 'cluster-1', distribution: 'elasticsearch', version: '8.19.9' } as const;

export const planToy: PlanKind<ToyRequest, ToyPlan> = (_, { what, upTo, check }) =>
  Promise.resolve({
    kind: 'toy',
    cluster: CLUSTER,
    plannedAt: new Date().toISOString(),
    checks: check ? [check] : [],
    requests: [{ method: 'GET', path: `/${what}/_count` }],
    fingerprint: fingerprintOf({ what, upTo }),
    what,
    upTo,
  });
