import { expect, test } from 'vitest';
import { clientLines, typeSupport } from '../../lib/snapshots/type-support.ts';

const elasticsearch = { distribution: 'elasticsearch', version: '8.19.9' } as const;
const opensearch = { distribution: 'opensearch', version: '2.19.3' } as const;
const node = (name: string, modules: string[] = [], folders = ['/mnt']) => ({
  name,
  modules,
  folders,
  allowedUrls: [],
});

test('a type is missing where one node lacks its module, and the node is named', () => {
  const nodes = [node('one', ['repository-s3']), node('two')];
  const support = typeSupport('s3', nodes, elasticsearch);
  expect(support).toMatchObject({
    state: 'missing',
    why: 'The node two has no repository-s3, so the type s3 does not exist there.',
  });
  expect(support.lines[0]!.text).toBe('bin/elasticsearch-plugin install repository-s3');
});

test('the lines are those of the distribution', () => {
  expect(typeSupport('fs', [node('one', [], [])], opensearch).lines[0]!.where).toMatch(
    /^opensearch\.yml of every node/,
  );
  expect(clientLines('s3', opensearch)[0]!.text).toContain('bin/opensearch-keystore add s3.client.default.access_key');
});

test('it is unknown where the nodes can’t be read, or the type is of a plugin', () => {
  expect(typeSupport('fs', null, elasticsearch).state).toBe('unknown');
  expect(typeSupport('hdfs', [node('one')], elasticsearch).state).toBe('unknown');
});

test('a shared folder needs path.repo on every node', () => {
  expect(typeSupport('fs', [node('one'), node('two', [], [])], elasticsearch)).toMatchObject({
    state: 'missing',
    why: 'No folder for snapshots is set on the node two (path.repo).',
  });
  expect(typeSupport('fs', [node('one')], elasticsearch)).toEqual({ type: 'fs', state: 'ok', why: null, lines: [] });
});
