import { parseAsText } from '@/components/address-parsers.ts';
import { LONGEST_LOOK_UP, type LookUpKind } from '@/lib/contract/looked-up.ts';

/** One more than the server takes: what is longer is refused, not cut. */
const parseAsQuery = parseAsText(LONGEST_LOOK_UP + 1);

/** What is asked, of which indices, and the document that is open. One of `query`, `id` and `json` says the kind. */
export const lookUpAddress = {
  query: parseAsQuery,
  id: parseAsQuery,
  json: parseAsQuery,
  left: parseAsText(255),
  leftCluster: parseAsText(63),
  right: parseAsText(255),
  rightCluster: parseAsText(63),
  document: parseAsText(2_000),
  routing: parseAsText(2_000),
};

export interface Asked {
  kind: LookUpKind;
  text: string;
}

/** null: nothing is asked yet. */
export function askedIn({ query, id, json }: { query?: string; id?: string; json?: string }): Asked | null {
  if (id !== undefined) return { kind: 'id', text: id };
  if (json !== undefined) return { kind: 'json', text: json };
  return query === undefined ? null : { kind: 'words', text: query };
}

/** Equal where the same is asked of the same indices: what it costs is confirmed for these alone. */
export const keyOfLookUp = (
  { kind, text }: Asked,
  left: string | undefined,
  right: string | undefined,
  clusters: { leftCluster?: string | undefined; rightCluster?: string | undefined } = {},
): string =>
  JSON.stringify([
    kind,
    text,
    left ?? null,
    right ?? null,
    clusters.leftCluster ?? null,
    clusters.rightCluster ?? null,
  ]);

/** The indices that are asked, with the keys of their clusters where these are not that of the page. */
export interface LookedUpSides {
  left: string | undefined;
  leftCluster: string | undefined;
  right: string | undefined;
  rightCluster: string | undefined;
}

/**
 * The sides that an address names, on a page of the cluster `own`. Without an index the left one is `first`, unless the address names
 * its cluster: an index of a chosen cluster is chosen too.
 */
export function sidesIn(address: Partial<LookedUpSides>, own: string, first: string | undefined): LookedUpSides {
  const otherThanOwn = (cluster: string | undefined) => (cluster === own ? undefined : cluster);
  return {
    left: address.left ?? (address.leftCluster === undefined ? first : undefined),
    leftCluster: otherThanOwn(address.leftCluster),
    right: address.right,
    rightCluster: otherThanOwn(address.rightCluster),
  };
}

/** What of the sides is searched: no cluster of the right side before an index is chosen there. */
export const searchedIn = (sides: LookedUpSides): LookedUpSides =>
  sides.right === undefined ? { ...sides, rightCluster: undefined } : sides;

export const inAddress = ({ kind, text }: Asked) => ({
  query: kind === 'words' ? text : undefined,
  id: kind === 'id' ? text : undefined,
  json: kind === 'json' ? text : undefined,
});
