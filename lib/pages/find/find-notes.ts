import { SEARCHED } from '../../contract/searched.ts';
import { cutMiddle, formatList, formatUtcShort } from '../../format.ts';
import type { FoundOnCluster, Known } from './find-on-cluster.ts';

type Sentence = (names: string, one: boolean, of: readonly FoundOnCluster[]) => string;

/** Of a name in a sentence. */
const MOST_CHARACTERS = 80;
const namesOf = (names: readonly string[]): string => formatList(names.map((name) => cutMiddle(name, MOST_CHARACTERS)));

const silent = (state: Known['state']) => (known: Known) => known.state === state && !known.refused;
const refused = (state: Known['state']) => (known: Known) => known.state === state && known.refused;
const its = (one: boolean): string => (one ? 'its' : 'their');
const not = (one: boolean): string => (one ? 'does not' : 'do not');

/** Why lists of whole clusters can't be searched, or are old. */
const notesOfClusters = (now: number): [(found: FoundOnCluster) => boolean, Sentence][] => {
  const readAt = ([first]: readonly FoundOnCluster[]) => `${formatUtcShort(first!.indices.takenAt!, now)} UTC`;
  return [
    [
      ({ indices }) => silent('unknown')(indices),
      (names, one) => `${names} ${not(one)} answer: ${its(one)} aliases and indices can’t be searched now.`,
    ],
    [
      ({ indices }) => refused('unknown')(indices),
      (names, one) => `${names} ${not(one)} list ${its(one)} aliases and indices.`,
    ],
    [
      ({ indices }) => silent('old')(indices),
      (names, one, of) =>
        `${names} ${not(one)} answer: ${its(one)} aliases and indices are ${one ? `those of ${readAt(of)}` : 'the last known ones'}.`,
    ],
    [
      ({ indices }) => refused('old')(indices),
      (names, one, of) =>
        `${names} ${not(one)} list ${its(one)} aliases and indices now: ${one ? `those of ${readAt(of)}` : 'the last known ones'} are searched.`,
    ],
    [({ backups }) => backups.state === 'unknown', (names) => `The backups of ${names} can’t be listed now.`],
    [
      ({ backups }) => backups.state === 'old',
      (names, one) => `The backups of ${names} can’t be listed now: ${its(one)} last known ones are searched.`,
    ],
    [
      ({ repositories }) => repositories.state === 'unknown',
      (names) => `The repositories of ${names} can’t be listed now: they and their snapshots are not searched.`,
    ],
    [
      ({ repositories }) => repositories.state === 'old',
      (names) => `The repositories of ${names} can’t be listed now: the last known ones are searched.`,
    ],
    [
      ({ beyond }) => beyond > 0,
      (names, one) =>
        one
          ? `${names} has more than ${SEARCHED.repositories} repositories: only the snapshots of the first ${SEARCHED.repositories} are searched.`
          : `${names} have more than ${SEARCHED.repositories} repositories each: only the snapshots of the first ${SEARCHED.repositories} of each are searched.`,
    ],
  ];
};

/** What can't be searched now, or is old: a sentence for each reason, whatever the number of clusters. */
export function findNotes(searched: readonly FoundOnCluster[], now: number): string[] {
  const notes = notesOfClusters(now).flatMap(([applies, sentence]) => {
    const of = searched.filter(applies);
    return of.length === 0 ? [] : [sentence(namesOf(of.map(({ cluster }) => cluster.name)), of.length === 1, of)];
  });
  const repositories = (state: Known['state']): string[] =>
    searched.flatMap(({ cluster, snapshots }) =>
      snapshots.filter((each) => each.state === state).map(({ repository }) => `${repository} on ${cluster.name}`),
    );
  const [unknown, old] = [repositories('unknown'), repositories('old')];
  if (unknown.length > 0)
    notes.push(`The snapshots in ${namesOf(unknown)} can’t be listed now: they are not searched.`);
  if (old.length > 0)
    notes.push(`The snapshots in ${namesOf(old)} can’t be listed now: the last known ones are searched.`);
  if (searched.some(({ records }) => !records))
    notes.push('The jobs’ database can’t be read: jobs, incidents and schedules can’t be searched now.');
  return notes;
}

/** A first answer is on its way: the next search has more. */
export const isReading = (searched: readonly FoundOnCluster[]): boolean =>
  searched.some(({ backups, indices, repositories, snapshots }) =>
    [backups, indices, repositories, ...snapshots].some(({ state }) => state === 'reading'),
  );
