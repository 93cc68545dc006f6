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
const isRefusal = ({ failure }: Silence): boolean =>
  failure !== null && failure.code !== 'unreachable' && failure.code !== 'timed_out';

/** `refused`: it answers, and does not say what must be known. */
export type ClusterSilence = Silence & { refused: boolean };

/**
 * The silence of a cluster; null: it answers. One whose user may list the indices, and not read the health, answers. Without the list
 * nothing is known of the aliases, whatever the health says.
 */
export function silenceOf({ health, indices }: Pick<ClusterReads, 'health' | 'indices'>): ClusterSilence | null {
  const silence = health.silence() ?? indices.silence();
  if (silence === null) return null;
  const refused = answersNow(health) || isRefusal(silence);
  return refused && answersNow(indices) ? null : { ...silence, refused };
}
