import type { ClusterReads } from './cluster-reads.ts';
import type { SharedRead, Silence } from './shared-read.ts';

/** An answer that is older says nothing of now. */
const NEW_FOR_MS = 150_000;

/** The last attempt brought an answer, and it is not old. */
export function answersNow<T>(read: SharedRead<T>): boolean {
  const { failure, value } = read.reading();
  return value !== null && failure === null && read.silence() === null && read.ageMs <= NEW_FOR_MS;
}

/** It answered, and refused. */
export const isRefusal = ({ failure }: Silence): boolean =>
  failure !== null && failure.code !== 'unreachable' && failure.code !== 'timed_out';

/** The silence of a cluster; null: it answers. One whose user may list the indices, and not read the health, answers. */
export function silenceOf({ health, indices }: Pick<ClusterReads, 'health' | 'indices'>): Silence | null {
  const silence = health.silence();
  return silence !== null && isRefusal(silence) && answersNow(indices) ? null : silence;
}
