import { expect, it } from 'vitest';
import { call } from '../../support/elasticsearch.ts';
import { useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('a red index is explained', async () => {
  await call(commands.url, 'PUT', '/nowhere?wait_for_active_shards=0', {
    settings: { number_of_replicas: 0, 'index.routing.allocation.require.rack': 'r9' },
  });
  const ended = await commands.run('health', commands.url);
  expect([ended.code, ended.stdout]).toEqual([
    0,
    expect.stringMatching(
      /is red\n {2}red: 1 primary shard of nowhere is unassigned: the only node does not match index\.routing\.allocation\.require \(rack:"r9"\)/,
    ),
  ]);
  expect((await commands.run('health', commands.url, '--json')).json).toMatchObject({
    status: 'done',
    health: { status: 'red', nodes: [{ watermark: expect.any(String) as string }] },
  });
});
