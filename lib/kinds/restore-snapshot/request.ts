import type { TakenSnapshot } from '../snapshot/schema.ts';

export interface RestoreSnapshotRequest {
  repository: string;
  snapshot: string;
  /** The one index of the snapshot that is restored. */
  index: string;
  /** Default: the alias that the snapshot was taken for. */
  alias?: string | undefined;
  /** Default: a new name. An index of this name must not exist. */
  into?: string | undefined;
  settings?: Record<string, unknown> | undefined;
  dropSettings?: readonly string[] | undefined;
  replicas?: number | undefined;
  /** Default true, where there is an alias. */
  switchAlias?: boolean | undefined;
  /** What the job that took it knows, by the snapshot's uuid; absent: nothing is known. */
  takenBy?: ((uuid: string) => TakenSnapshot | null) | undefined;
}
