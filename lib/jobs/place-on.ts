import type { Place } from '../backups/sources.ts';

/** The place of work about a cluster that is carried out on another one (`on`; null: on the same), with both clusters. */
export const placeOn = (cluster: string, on: string | null, place: (key: string) => Place): Place =>
  on === null ? place(cluster) : { ...place(on), live: place(cluster).cluster };
