import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding } from '../../../lib/incidents/finding.ts';
import { withStore } from '../../../lib/jobs/run-in-terminal.ts';
import { applyTransitions, commentIncident, openIncidents } from '../../../lib/jobs/store/incident-changes.ts';
import { forgetIncidents } from '../../../scripts/sample-data/forget-incidents.ts';

test('a reset of the demo forgets its incidents, and no other cluster’s', () => {
  const directory = mkdtempSync(join(tmpdir(), 'forget-incidents-'));
  const now = Date.now();
  const finding: Finding = {
    subject: '',
    severity: 'warning',
    facts: { kind: 'cluster-yellow', unassignedShards: 1 },
    began: { at: new Date(now).toISOString(), after: null },
    holdMs: 0,
  };
  try {
    const open = (cluster: string) => withStore(directory, (store) => openIncidents(store, cluster));
    withStore(directory, (store) => {
      for (const cluster of ['demo', 'other'])
        applyTransitions(store, cluster, [{ change: 'begin', finding, confirmed: true, seenMs: now, now }]);
      const [incident] = openIncidents(store, 'demo');
      commentIncident(store, { cluster: 'demo', id: incident!.id, by: 'ann', now, text: 'Known.' });
    });
    forgetIncidents(directory, 'demo');
    expect([open('demo').length, open('other').length]).toEqual([0, 1]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
