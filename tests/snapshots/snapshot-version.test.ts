import { expect, test } from 'vitest';
import { readableVersion } from '../../lib/snapshots/snapshot-version.ts';

/** The table of docs/elasticsearch.md: what six real servers did with each other's snapshots. */
const ES = (version: string) => ({ distribution: 'elasticsearch', version }) as const;
const OS = (version: string) => ({ distribution: 'opensearch', version }) as const;

test.each([
  ['7.17.29', ES('8.19.9'), 'readable'],
  ['2.19.3', OS('3.3.0'), 'readable'],
  ['7.17.25-8.0.0', ES('9.2.0'), 'too-old'],
  ['6.8.23', ES('8.19.9'), 'too-old'],
  ['6.8.23', ES('9.2.0'), 'too-old'],
  ['6.8.23', ES('7.17.29'), 'readable'],
  ['6.8.23', OS('3.3.0'), 'too-old'],
  ['7.10.2', OS('2.19.3'), 'readable'],
  ['7.17.29', OS('2.19.3'), 'too-new'],
  ['8.19.9', ES('9.2.0'), 'unknown'],
  ['9.2.0', ES('8.19.9'), 'too-new'],
  ['8.19.10', ES('8.19.9'), 'too-new'],
  ['8.19.10-[136408127]', ES('8.19.9'), 'too-new'],
  ['3.3.0', OS('2.19.3'), 'too-new'],
  ['8.19.9', ES('8.19.9'), 'readable'],
  [null, ES('8.19.9'), 'unknown'],
  ['new', ES('8.19.9'), 'unknown'],
] as const)('a snapshot of %s on %o is %s', (version, target, state) => {
  const { state: found, sentence } = readableVersion(version, target);
  expect(found, sentence).toBe(state);
  expect(sentence).toMatch(/\.$/);
});
