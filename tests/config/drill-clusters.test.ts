import { expect, test } from 'vitest';
import { useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();
const two = (production: string, drills = '') =>
  `clusters:\n  production: { url: "http://a:9200", backups: b1${production} }\n  drills: { url: "http://b:9200", backups: b2${drills} }\n`;

test('a drill cluster is the key of another cluster; without one, drills run on the cluster itself', () => {
  const { clusters } = folder.load(two(', drillCluster: drills'));
  expect(clusters.map(({ drillCluster }) => drillCluster)).toEqual(['drills', null]);
});

test.each([
  [two(', drillCluster: gone'), /clusters\.production\.drillCluster: No cluster has the key gone/],
  [two(', drillCluster: production'), /clusters\.production\.drillCluster: This is the cluster itself/],
  [two(', drillCluster: drills', ', readOnly: true'), /drills is read-only, and a drill creates an index/],
])('%#: one that can’t be used is refused at the start', (yaml, why) => {
  expect(folder.loadError(yaml)).toMatch(why);
});
