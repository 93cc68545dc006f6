import { CONCERNS, type Concern } from '../contract/concerns.ts';
import { formatCount, formatList, plural } from '../format.ts';
import { needsAttention } from './worst-first.ts';

/** The one statement about all clusters. */
export interface ClustersStatus {
  level: 'bad' | 'warn' | 'unknown' | 'ok';
  word: string;
  /** "2 of 50 clusters need attention" */
  statement: string;
  /** Continues it: how many of which. */
  detail: string | null;
  /** For the title of the window: "2 need attention". */
  short: string;
}

/** Pure. */
export function clustersStatus(clusters: readonly { concern: Concern }[]): ClustersStatus {
  const all = clusters.length;
  const countOf = (concern: Concern) => clusters.filter((each) => each.concern === concern).length;
  const [fine, unknown] = [countOf('none'), countOf('unknown')];
  const attention = clusters.filter(needsAttention).length;
  const detail = fine === all ? null : detailOf(countOf);
  if (all === 0) return { ...NO_CLUSTER, detail };
  if (attention > 0)
    return {
      level: clusters.some(({ concern }) => isBad(concern)) ? 'bad' : 'warn',
      word: 'Needs attention',
      statement: `${someOf(attention, all)} ${needs(attention)}`,
      short: `${formatCount(attention)} ${needs(attention)}`,
      detail,
    };
  if (unknown > 0)
    return {
      level: 'unknown',
      word: unknown === all ? 'Unknown' : 'Partly unknown',
      statement: `The state of ${unknown === all ? someOf(all, all).toLowerCase() : someOf(unknown, all)} is unknown`,
      short: `${formatCount(unknown)} unknown`,
      detail,
    };
  if (fine < all)
    return {
      level: 'warn',
      word: 'Yellow',
      statement: 'No cluster needs attention',
      short: `${formatCount(all - fine)} yellow`,
      detail,
    };
  const statement = `${someOf(all, all)} ${all === 1 ? 'is' : 'are'} fine`;
  return { level: 'ok', word: 'All good', statement, short: 'All fine', detail };
}

/** Their role was removed while the page was open. */
const NO_CLUSTER = {
  level: 'unknown',
  word: 'No cluster',
  statement: 'You have no role on any cluster',
  short: 'No cluster',
} as const;

/** "1 red, 2 with overdue backups and 47 fine." */
function detailOf(countOf: (concern: Concern) => number): string {
  const said = CONCERNS.flatMap((concern) => {
    const count = countOf(concern);
    return count === 0 ? [] : [WORDS[concern](count)];
  });
  return `${formatList(said, said.length)}.`;
}

const needs = (count: number): string => (count === 1 ? 'needs attention' : 'need attention');

const isBad = (concern: Concern): boolean => CONCERNS.indexOf(concern) <= CONCERNS.indexOf('losses' satisfies Concern);

const someOf = (count: number, all: number): string =>
  all === 1
    ? 'The cluster'
    : count === all
      ? all === 2
        ? 'Both clusters'
        : `All ${formatCount(all)} clusters`
      : `${formatCount(count)} of ${formatCount(all)} clusters`;

const WORDS: { readonly [Each in Concern]: (count: number) => string } = {
  critical: (count) => `${formatCount(count)} with a critical incident`,
  red: (count) => `${formatCount(count)} red`,
  silent: (count) => `${formatCount(count)} without an answer`,
  losses: (count) => `${formatCount(count)} with incomplete or missing aliases`,
  incidents: (count) => `${formatCount(count)} with open incidents`,
  overdue: (count) => `${formatCount(count)} with overdue backups`,
  drill: (count) => `${plural(count, 'last drill')} failed`,
  unknown: (count) => `${formatCount(count)} unknown`,
  yellow: (count) => `${formatCount(count)} yellow`,
  none: (count) => `${formatCount(count)} fine`,
};
