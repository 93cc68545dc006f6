import { refOfFile } from '../../lib/contract/backup-ref.ts';
import type { Actor } from '../../lib/contract/job.ts';
import type { SwitchPlan, SwitchResult, SwitchWork } from '../../lib/kinds/switch/schema.ts';
import type { VerifyResult, VerifyWork } from '../../lib/kinds/verify/schema.ts';
import type { Verification } from '../../lib/contract/backup.ts';
import type { Progress } from '../../lib/contract/progress.ts';
import { LOADING } from '../../lib/loading/phases.ts';

export const operator: Actor = { name: 'ann', role: 'operator', address: '192.0.2.7' };

export const verifyOf = (file: string): VerifyWork => ({ kind: 'verify', backups: [refOfFile(file)] });

export const verified = (file: string, documents = 3): VerifyResult => ({
  kind: 'verify',
  status: 'done',
  verifications: [verification(file, documents)],
  failures: [],
});

const verification = (file: string, documents = 3): Verification => ({
  id: refOfFile(file).id,
  file,
  fileBytes: 100,
  origin: 'restore-desk',
  manifest: null,
  documents,
  promised: documents,
  complete: true,
  objectsBytes: 10,
  sha256: 'a'.repeat(64),
  digest: 'b'.repeat(64),
  versioned: false,
  types: [],
  verifiedAt: new Date().toISOString(),
  seconds: 0.1,
});

export function switchPlan(change: Partial<SwitchPlan> = {}): SwitchPlan {
  const target = {
    index: 'government-2',
    uuid: 'uuid-2',
    state: 'open' as const,
    documents: 5,
    primaryBytes: 500,
    createdAt: null,
  };
  return {
    kind: 'switch',
    cluster: { name: 'search', uuid: 'cluster-1', distribution: 'elasticsearch', version: '8.19.9' },
    plannedAt: new Date().toISOString(),
    checks: [],
    requests: [],
    fingerprint: 'f1',
    alias: 'government',
    aliasFrom: 'given',
    target,
    membership: { alias: 'government' },
    before: [{ ...target, index: 'government-1', uuid: 'uuid-1', membership: { alias: 'government' } }],
    after: ['government-2'],
    opensTarget: false,
    undoes: null,
    ...change,
  };
}

export const switchOf = (change: Partial<SwitchPlan> = {}): SwitchWork => ({
  kind: 'switch',
  plan: switchPlan(change),
});

export const switched = (plan: SwitchPlan): SwitchResult => ({
  kind: 'switch',
  alias: plan.alias,
  index: plan.target.index,
  opened: false,
  seconds: 0.1,
  before: plan.before.map(({ index, uuid, membership }) => ({ index, uuid, membership })),
  after: [{ index: plan.target.index, uuid: plan.target.uuid, membership: plan.membership }],
});

export const progressOf = (done: number): Progress => ({
  ...LOADING,
  subject: null,
  done,
  total: null,
  unit: 'documents',
  bytes: 0,
  totalBytes: null,
  rate: null,
  secondsLeft: null,
  counters: null,
  pausedBecause: null,
});
