import { describe, expect, test } from 'vitest';
import { capabilitiesOf, distributionOf, type Capabilities } from '../../lib/elasticsearch/capabilities.ts';

const elasticsearch = (version: string) => capabilitiesOf({ distribution: 'elasticsearch', version });
const opensearch = (version: string) => capabilitiesOf({ distribution: 'opensearch', version });

/** The last version without, and the first with it. Source: the release notes; the servers of tests/versions agree. */
const SINCE: readonly [
  keyof Capabilities,
  { elasticsearch?: [string, string]; opensearch?: [string, string] | 'all' },
][] = [
  ['breaking7', { elasticsearch: ['6.8.23', '7.0.0'], opensearch: 'all' }],
  ['breaking8', { elasticsearch: ['7.17.29', '8.0.0'], opensearch: ['1.3.20', '2.0.0'] }],
  ['elasticsearch8', { elasticsearch: ['7.17.29', '8.0.0'] }],
  ['shardDocSort', { elasticsearch: ['7.11.2', '7.12.0'], opensearch: ['3.2.0', '3.3.0'] }],
  ['requireAlias', { elasticsearch: ['7.9.3', '7.10.0'], opensearch: 'all' }],
  ['aliasMustExist', { elasticsearch: ['7.11.2', '7.12.0'], opensearch: ['1.3.20', '2.0.0'] }],
  ['hiddenAliases', { elasticsearch: ['7.6.2', '7.7.0'], opensearch: 'all' }],
  ['hiddenIndices', { elasticsearch: ['6.8.23', '7.0.0'], opensearch: 'all' }],
  ['shardLimit', { elasticsearch: ['6.8.23', '7.0.0'], opensearch: 'all' }],
  ['simulatesTemplates', { elasticsearch: ['7.8.1', '7.9.0'], opensearch: 'all' }],
  ['finalPipeline', { elasticsearch: ['7.4.2', '7.5.0'], opensearch: 'all' }],
  ['replicasReset', { elasticsearch: ['6.8.23', '7.0.0'], opensearch: 'all' }],
  ['runtimeFields', { elasticsearch: ['7.10.2', '7.11.0'] }],
  ['derivedFields', { opensearch: ['2.14.0', '2.15.0'] }],
  ['indexTimeScripts', { elasticsearch: ['7.12.1', '7.13.0'] }],
  ['vectorsOutsideSource', { elasticsearch: ['9.1.5', '9.2.0'] }],
];

describe('the capabilities of a server', () => {
  test.each(SINCE)('%s begins with the right version', (capability, since) => {
    const has = (capabilities: Capabilities) => capabilities[capability];
    if (since.elasticsearch === undefined) expect(has(elasticsearch('9.2.0'))).toBe(false);
    else expect(since.elasticsearch.map((version) => has(elasticsearch(version)))).toEqual([false, true]);
    if (since.opensearch === undefined) expect(has(opensearch('3.3.0'))).toBe(false);
    else if (since.opensearch === 'all') expect(has(opensearch('1.0.0'))).toBe(true);
    else expect(since.opensearch.map((version) => has(opensearch(version)))).toEqual([false, true]);
  });

  test.each([
    ['elasticsearch', '7.11.2', 'scroll'],
    ['elasticsearch', '7.12.0', 'pit'],
    ['elasticsearch', '10.0.0', 'pit'],
    ['opensearch', '2.3.0', 'scroll'],
    ['opensearch', '2.4.0', 'opensearch-pit'],
  ] as const)('include the way of reading: %s %s by %s', (distribution, version, consistentRead) => {
    expect(capabilitiesOf({ distribution, version }).consistentRead).toBe(consistentRead);
  });

  test('of an unreadable version are those of the oldest server', () => {
    expect(elasticsearch('unknown')).toMatchObject({ breaking7: false, consistentRead: 'scroll' });
  });
});

test('a server without a distribution is OpenSearch only below version 5', () => {
  expect(distributionOf('8.19.9', undefined)).toBe('elasticsearch');
  expect(distributionOf('2.19.3', undefined)).toBe('opensearch');
  expect(distributionOf('3.3.0', 'opensearch')).toBe('opensearch');
});
