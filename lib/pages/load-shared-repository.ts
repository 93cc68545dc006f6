import type { ConfiguredCluster } from '../config.ts';
import type { SharedRepository } from '../contract/shared-repository.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { sharedRepository } from '../present/shared-repository.ts';

/** A repository of another cluster, looked for among those of this one. Throws what a cluster throws that never answered. */
export async function loadSharedRepository(
  cluster: ConfiguredCluster,
  source: ConfiguredCluster,
  name: string,
): Promise<SharedRepository> {
  const [here, there] = await Promise.all([cluster, source].map(registeredOn));
  return sharedRepository(there!.find((each) => each.name === name) ?? null, here!);
}

async function registeredOn({ key }: ConfiguredCluster) {
  const { registered } = readsOf(key).repositories;
  return (await registered.readLastKnown({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS })).value.repositories;
}
