import { expect, test } from 'vitest';
import type { NodeSummary } from '../../lib/contract/cluster.ts';
import { cleanUpDisk } from '../../lib/present/clean-up-disk.ts';

const node = (name: string, usedPercent: number | null, data = true): NodeSummary => ({
  name,
  address: '',
  master: false,
  data,
  diskTotalBytes: usedPercent === null ? null : 1_000,
  diskFreeBytes: usedPercent === null ? null : 1_000 - usedPercent * 10,
  watermark: null,
  heapUsedPercent: null,
  writeRejections: 0,
  writeQueue: 0,
});

test('the fullest data node is shown, not the sum of all nodes', () => {
  const watermarks = { low: '85%', high: '90%', flood: '95%' };
  const disk = cleanUpDisk({
    nodes: [node('a', 40), node('b', 95), node('c', 40), node('no data', 99, false), node('silent', null)],
    watermarks,
    diskFreeBytes: 1_250,
  });
  expect(disk).toMatchObject({ fullest: { name: 'b' }, watermarks, dataNodes: 4, freeBytes: 1_250 });
  expect(cleanUpDisk({ nodes: [node('silent', null)], watermarks: null, diskFreeBytes: null })).toBeNull();
});
