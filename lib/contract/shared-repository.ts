import { z } from 'zod';
import { clusterKey } from './names.ts';

/** A repository of another configured cluster, looked for on this one. */
export const sharedRepositoryQuery = z.object({ from: clusterKey, repository: z.string().min(1).max(255) });

export interface SharedRepository {
  /** Of the other cluster's repository; null: it is not registered there any more, or its settings do not say. */
  location: string | null;
  type: string | null;
  /** Repositories of this cluster with the same type and location. */
  here: string[];
}
