import type { ConfiguredCluster } from '../config.ts';
import { LOSS_SHARE } from '../contract/loss-share.ts';
import { historyOf } from '../live/cluster-history.ts';
import { UNWATCHED_AFTER_MS } from '../live/document-counts.ts';
import { lossMomentOf } from '../present/loss-moment.ts';
import type { RestoredIndex } from './replay-restores.ts';

/** When the alias was first seen without its documents, before it pointed to the restored index; null: it was not watched then. */
export function lostAtBefore(cluster: ConfiguredCluster, { alias, documents, uuid }: RestoredIndex): string | null {
  const history = historyOf(cluster.key);
  const points = history.countsOf(alias).filter(({ target }) => target !== uuid);
  const moment = lossMomentOf(points, {
    fewest: documents * (1 - LOSS_SHARE),
    watchedSince: history.watched[0]?.began ?? null,
    gapMs: UNWATCHED_AFTER_MS,
  });
  return moment === null || moment.known === 'before' ? null : moment.at;
}
