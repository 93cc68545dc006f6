import { expect, test } from 'vitest';
import { codeOf } from '../../../lib/elasticsearch/client/response-error.ts';

test.each([
  ['blocked by: [SERVICE_UNAVAILABLE/2/no master];', 'unreachable'],
  ['blocked by: [SERVICE_UNAVAILABLE/2/no cluster-manager];', 'unreachable'],
  ['blocked by: [SERVICE_UNAVAILABLE/2/no cluster_manager];', 'unreachable'],
  ['blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];', 'unreachable'],
  ['index [a] blocked by: [FORBIDDEN/8/index write (api)];', 'blocked'],
])('a cluster that is not ready is distinguished from an index block: %s', (reason, code) => {
  expect(codeOf(503, 'cluster_block_exception', reason)).toBe(code);
});
