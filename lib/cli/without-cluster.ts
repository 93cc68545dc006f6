import type { Cluster } from '../elasticsearch/client/cluster.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('This command works without a cluster.'));

/** For commands whose jobs need none. */
export const withoutCluster: Cluster = {
  url: '',
  identity: refuse,
  request: refuse,
  requestBytes: refuse,
  close: () => Promise.resolve(),
};
