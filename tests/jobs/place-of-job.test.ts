import { expect, test } from 'vitest';
import type { Job } from '../../lib/contract/job.ts';
import { placeOfJob } from '../../lib/jobs/place-of-job.ts';
import { noPlace } from '../support/test-place.ts';

const place = (key: string) => ({ ...noPlace, cluster: { ...noPlace.cluster, url: `http://${key}` } });
const drillOn = (on: string | null) =>
  ({ cluster: 'production', work: { kind: 'drill', plan: { on } } }) as unknown as Job;

test('a drill runs on the drill cluster that its plan names, and knows the live one', () => {
  const there = placeOfJob(drillOn('drills'), place);
  expect([there.cluster.url, there.live?.url]).toEqual(['http://drills', 'http://production']);
});

test('without one, and any other job, runs on its own cluster', () => {
  for (const job of [drillOn(null), { cluster: 'production', work: { kind: 'verify' } } as Job]) {
    const here = placeOfJob(job, place);
    expect([here.cluster.url, here.live]).toEqual(['http://production', undefined]);
  }
});
