import type { ConfiguredCluster } from '../config.ts';
import { OPEN_ROWS } from '../contract/incident-limits.ts';
import type { Overview } from '../contract/overview.ts';
import { runner } from '../jobs/jobs.ts';
import { openByKeys, openCounts } from '../jobs/store/find-incidents.ts';
import { toldKeys } from '../present/overview-incidents.ts';

/** The open incidents that the overview says by itself, where its list of open ones may lack them. undefined: unknown. */
export function noticedOnOverview(
  { key }: ConfiguredCluster,
  overview: Parameters<typeof toldKeys>[0],
): Overview['noticed'] {
  try {
    const { store } = runner();
    return openCounts(store, key).open <= OPEN_ROWS ? [] : openByKeys(store, key, [...toldKeys(overview)]);
  } catch {
    // Parts that need the jobs’ database say so.
    return undefined;
  }
}
