import type { Check } from '../../contract/plan.ts';
import type { DocumentsFrom } from '../plan-description.ts';
import type { TakenSnapshot } from '../snapshot/schema.ts';

export interface RestoreSnapshotRequest {
  repository: string;
  snapshot: string;
  /** The one index of the snapshot that is restored. */
  index: string;
  /** The key of the configured cluster whose snapshot it is, where that is another one. */
  from?: string | undefined;
  /** Of the snapshot that was chosen: another one of the same name is refused. With `from` it is needed. */
  uuid?: string | undefined;
  /** Default: the alias that the snapshot was taken for. */
  alias?: string | undefined;
  /** Default: a new name. An index of this name must not exist. */
  into?: string | undefined;
  settings?: Record<string, unknown> | undefined;
  dropSettings?: readonly string[] | undefined;
  replicas?: number | undefined;
  /** Default true, where there is an alias. */
  switchAlias?: boolean | undefined;
  /** A warning about where the documents come from, by the configuration; null: none. Absent: nothing is known of it. */
  originCheck?: ((documents: DocumentsFrom, clusterUuid: string) => Check | null) | undefined;
  /** What the job that took it knows, by the snapshot's uuid; absent: nothing is known. */
  takenBy?: ((uuid: string) => TakenSnapshot | null) | undefined;
}
