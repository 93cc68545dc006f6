import type { LookUpHit, OtherPlace } from '../contract/looked-up.ts';
import { compareContents, type Content } from './content.ts';

/** A document of a side. */
interface SideDocument {
  id: string;
  routing: string | null;
  type: string | null;
}

/** A document that a side has; `content` null: it was too large to read, or the index keeps no sources. */
export interface KnownDocument extends SideDocument {
  content: Content | null;
  /** The query finds it. */
  matched: boolean;
}

export interface SideToMatch {
  /** The first documents of the query, by rank. */
  hits: readonly SideDocument[];
  /** What the side has of the ids of both sides. */
  known: readonly KnownDocument[];
  /** Why some of them may be missing from `known`; null: these are all. */
  incomplete: string | null;
}

export type Verdict = NonNullable<LookUpHit['other']>;

/**
 * For each of the first documents of `side`, where it is on the other side, and whether its content is the same there. A
 * document is known by its id and routing, not by its mapping type, which a restore may change. Pure.
 */
export function matchSides(side: SideToMatch, other: SideToMatch): Verdict[] {
  const here = new Map(side.known.map((document) => [keyOf(document), document]));
  const there = new Map(other.known.map((document) => [keyOf(document), document]));
  const ranks = new Map(other.hits.map((hit, place) => [keyOf(hit), place + 1]));
  const twice = new Set([...keysTwice(side.known), ...keysTwice(other.known)]);
  return side.hits.map((hit) => {
    const key = keyOf(hit);
    if (twice.has(key)) return TWICE;
    const found = there.get(key);
    const rank = ranks.get(key);
    if (found === undefined && rank === undefined) return { place: placeOfMissing(hit, other), content: null };
    const place: OtherPlace =
      rank !== undefined ? { is: 'ranked', rank } : found!.matched ? { is: 'below' } : { is: 'unmatched' };
    return { place, content: compareContents(here.get(key)?.content ?? null, found?.content ?? null) };
  });
}

function placeOfMissing({ id }: SideDocument, { known, incomplete }: SideToMatch): OtherPlace {
  if (incomplete !== null) return { is: 'unknown', why: incomplete };
  const routings = known.filter((document) => document.id === id).map(({ routing }) => routing);
  return routings.length > 0 ? { is: 'otherRouting', routings } : { is: 'missing' };
}

const TWICE: Verdict = {
  place: { is: 'unknown', why: 'an index has several documents of this id, in different types' },
  content: null,
};

function keysTwice(documents: readonly SideDocument[]): string[] {
  const keys = documents.map(keyOf);
  return keys.filter((key, place) => keys.indexOf(key) !== place);
}

const keyOf = ({ id, routing }: SideDocument): string => JSON.stringify([id, routing]);
