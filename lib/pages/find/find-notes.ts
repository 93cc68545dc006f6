import { formatList, formatUtcShort } from '../../format.ts';
import type { FoundOnCluster, Known } from './find-on-cluster.ts';

/** What can't be searched now, or is old: a sentence for each reason, whatever the number of clusters. */
export function findNotes(searched: readonly FoundOnCluster[], now: number): string[] {
  const notes: string[] = [];
  const add = (clusters: readonly FoundOnCluster[], sentence: (names: string, one: boolean) => string) => {
    if (clusters.length === 0) return;
    const names = clusters.map(({ cluster }) => cluster.name);
    notes.push(sentence(formatList(names), names.length === 1));
  };
  const where = (of: (found: FoundOnCluster) => boolean) => searched.filter(of);
  const silent = ({ refused, state }: Known, wanted: Known['state']) => state === wanted && !refused;
  const refusing = ({ refused, state }: Known) => state === 'unknown' && refused;
  add(
    where(({ indices }) => silent(indices, 'unknown')),
    (names, one) =>
      `${names} ${one ? 'does' : 'do'} not answer: ${one ? 'its' : 'their'} aliases and indices can’t be searched now.`,
  );
  add(
    where(({ indices }) => refusing(indices)),
    (names, one) => `${names} ${one ? 'does' : 'do'} not list ${one ? 'its' : 'their'} aliases and indices.`,
  );
  const old = where(({ indices: { state } }) => state === 'old');
  add(old, (names, one) =>
    one
      ? `${names} does not answer: its aliases and indices are those of ${formatUtcShort(old[0]!.indices.takenAt!, now)} UTC.`
      : `${names} do not answer: their aliases and indices are the last known ones.`,
  );
  add(
    where(({ backups: { state } }) => state === 'unknown'),
    (names) => `The backups of ${names} can’t be listed now.`,
  );
  add(
    where(({ backups: { state } }) => state === 'old'),
    (names, one) =>
      `The backups of ${names} can’t be listed now: ${one ? 'its' : 'their'} last known ones are searched.`,
  );
  if (searched.some(({ records }) => !records))
    notes.push('The jobs’ database can’t be read: jobs, incidents and schedules can’t be searched now.');
  return notes;
}
