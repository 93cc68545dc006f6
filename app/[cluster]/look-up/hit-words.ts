import {
  LOOK_UP_HITS,
  LOOK_UP_LIMIT_S,
  type FoundSide,
  type LookedUpSide,
  type LookUpHit,
  type OtherPlace,
} from '@/lib/contract/looked-up.ts';
import { formatCount, plural } from '@/lib/format.ts';

/** "41 hits." or "At least 41 hits, in part." */
export function hitsWords(side: LookedUpSide): string {
  if (side.state === 'failed') return `${side.name} was not searched.`;
  return side.total.exact ? `${plural(side.total.value, 'hit')}.` : `At least ${plural(side.total.value, 'hit')}.`;
}

/** Why the hits are only a part; null: they are all. */
export function partWords({ timedOut, shards, total }: FoundSide): string | null {
  if (shards.failed > 0)
    return `${shards.failed} of ${plural(shards.total, 'shard')} did not answer${shards.why === null ? '' : `: ${shards.why}`}. Hits may be missing.`;
  if (timedOut)
    return `The search was stopped after ${LOOK_UP_LIMIT_S} s. Hits may be missing, and the order may be another one.`;
  return total.exact ? null : 'The cluster did not count all hits.';
}

/** "the filter of pages": through what the side was searched; null: every document of the index was. */
export function throughWords(alias: FoundSide['alias']): string | null {
  if (alias === null || !(alias.filtered || alias.routed)) return null;
  const parts = [...(alias.filtered ? ['the filter'] : []), ...(alias.routed ? ['the search routing'] : [])];
  return `${parts.join(' and ')} of ${alias.name}`;
}

/** The side on which a document is not listed. */
export interface OtherSide {
  at: 'left' | 'right';
  /** Of `throughWords`. */
  through: string | null;
}

/** Where the document is on the other side. */
export function placeWords(place: OtherPlace, rank: number, { at: other, through }: OtherSide): string {
  switch (place.is) {
    case 'ranked':
      return place.rank === rank ? `also ${rank} on the ${other}` : `${place.rank} on the ${other}`;
    case 'below':
      return `on the ${other} not among the first ${LOOK_UP_HITS}`;
    case 'unmatched':
      return `on the ${other} not found by this query`;
    case 'otherRouting':
      return `on the ${other} with ${routingWords(place.routings)}`;
    case 'missing':
      return through === null ? `not in the index on the ${other}` : `on the ${other} not found through ${through}`;
    case 'unknown':
      return `on the ${other} unknown: ${place.why}`;
  }
}

function routingWords(routings: readonly (string | null)[]): string {
  if (routings.length !== 1) return `${formatCount(routings.length)} other routings`;
  return routings[0] === null ? 'no routing' : `the routing ${routings[0]}`;
}

/** The title, or the id where there is none. */
export const nameOf = ({ title, id }: Pick<LookUpHit, 'title' | 'id'>): string => title ?? id;
