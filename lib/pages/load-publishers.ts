import type { Publishers } from '../contract/publishers.ts';
import type { ConfiguredCluster } from '../config.ts';
import { followUpOf, publishersOf } from './publishers.ts';
import { restoredOn } from './restored-on.ts';

/** Throws AppError not_found. */
export const loadPublishers = (cluster: ConfiguredCluster, id: string): Publishers =>
  publishersOf(cluster, restoredOn(cluster, id), followUpOf(id));
