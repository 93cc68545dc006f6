/** What a look-up finds. Without zod, for browsers. */

export const LOOK_UP_KINDS = ['words', 'id', 'json'] as const;
export type LookUpKind = (typeof LOOK_UP_KINDS)[number];

/** In characters: the query is a part of an address, in which one character can take nine. */
export const LONGEST_LOOK_UP = 1_000;

/** How many documents of a side are listed. */
export const LOOK_UP_HITS = 10;

/** The cluster ends a search after this time, and answers with what it has. */
export const LOOK_UP_LIMIT_S = 5;

/** Where a document of one side is on the other side. */
export type OtherPlace =
  | { is: 'ranked'; rank: number }
  /** The query finds it there, after the first ones. */
  | { is: 'below' }
  /** It is there, and the query does not find it. */
  | { is: 'unmatched' }
  /** Not by this routing, but by others; null: without a routing. */
  | { is: 'otherRouting'; routings: (string | null)[] }
  | { is: 'missing' }
  | { is: 'unknown'; why: string };

/** `same`: equal values, however they are spelled. `unknown`: not compared; `why` of the side says the reason. */
export type ContentVerdict = 'same' | 'changed' | 'unknown';

export interface LookUpHit {
  /** From 1. */
  rank: number;
  id: string;
  routing: string | null;
  /** The mapping type of Elasticsearch 6; null from 7 on. */
  type: string | null;
  /** A text of the document that may be its title; null: none was found. */
  title: string | null;
  score: number | null;
  /** null: there is one side, or the other one was not read. `content` is null where the other side does not have it. */
  other: { place: OtherPlace; content: ContentVerdict | null } | null;
}

export interface FoundSide {
  state: 'found';
  index: string;
  /**
   * The alias by which it was named. `filtered`: it has a filter. `routed`: it has a search routing. With one of them the
   * search went through it, and does not find every document of the index.
   */
  alias: { name: string; filtered: boolean; routed: boolean } | null;
  /** Some alias points to the index. */
  live: boolean;
  tookMs: number;
  /** `exact` false: at least so many. */
  total: { value: number; exact: boolean };
  /** The search was stopped at its time limit: what is listed is only a part. */
  timedOut: boolean;
  /** `why`: the reason of the first that failed, in the cluster’s words. */
  shards: { total: number; failed: number; why: string | null };
  hits: LookUpHit[];
}

/** The side was not searched, or the cluster refused the search. */
export interface FailedSide {
  state: 'failed';
  /** As it was asked for. */
  name: string;
  message: string;
  hint: string | null;
}

export type LookedUpSide = FoundSide | FailedSide;

export type LookedUp =
  /** Nothing was searched: what the query costs, as sentences. */
  | { state: 'costly'; costs: string[] }
  | { state: 'found'; left: LookedUpSide; right: LookedUpSide | null; fields: SearchedFields | null };

/** Where a query without field names is searched, by the setting `index.query.default_field` of each side; null: unknown. */
export interface SearchedFields {
  left: string[] | null;
  right: string[] | null;
}
