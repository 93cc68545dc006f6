import { expect, test } from 'vitest';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { pastRuns } from '../../../lib/jobs/store/job-queries.ts';
import type { JobResult, JobWork } from '../../../lib/contract/job.ts';
import { estimateOf } from '../../../lib/present/restore-estimate.ts';
import { operator, switchPlan } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const HERE = { key: 'production', uuid: 'cluster-1' };

/** A finished restore of 100 MB, with this in its result. */
function restored(
  result: object,
  { cluster = 'production', follows = null as string | null, resume = null as object | null } = {},
) {
  const { store } = temporary;
  const owner = thisProcess('server');
  const work = {
    kind: 'restore',
    plan: {
      ...switchPlan(),
      kind: 'restore',
      resume,
      target: { index: 'i' },
      backup: { ref: { source: 'folder:/b', id: 'a' } },
    },
  } as unknown as JobWork;
  const { job } = store.create({ cluster, actor: operator, work, follows }, owner, 'running');
  store.end(job.id, {
    status: 'succeeded',
    result: { kind: 'restore', bytes: 100e6, ...result } as unknown as JobResult,
  });
  return job.id;
}

const past = () => pastRuns(temporary.store, 'restore', HERE);

test('a resumed restore counts with the time of all its runs, and one of unknown time does not count', () => {
  const first = restored({ seconds: 10, earlier: null });
  restored({ seconds: 17, earlier: { documents: 1, bytes: 65e6, seconds: 12 } }, { follows: first });
  restored({ seconds: 1, earlier: { documents: 1, bytes: 65e6, seconds: null } }, { follows: first });
  restored({ seconds: 2 }, { follows: first });
  restored({ seconds: 11, earlier: null }, { follows: first });
  expect(past()).toEqual([
    { bytes: 100e6, seconds: 11 },
    { bytes: 100e6, seconds: 29 },
    { bytes: 100e6, seconds: 10 },
  ]);
  expect(estimateOf({ objectsBytes: 100e6 }, past())).toMatchObject({ restores: 3 });
});

test('a restore that continued a half-filled index sent every document, and counts; so does one from the command line', () => {
  restored({ seconds: 9, earlier: null }, { resume: { documents: 5 } });
  restored({ seconds: 8, earlier: null }, { cluster: '127-0-0-1-9200' });
  expect(past().map(({ seconds }) => seconds)).toEqual([8, 9]);
});
