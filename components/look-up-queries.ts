import { queryOptions } from '@tanstack/react-query';
import type { ComparedDocument } from '@/lib/contract/compared-document.ts';
import type { LookedUp, LookUpKind } from '@/lib/contract/looked-up.ts';
import { apiPath } from './paths.ts';
import { seconds } from './polling.ts';
import { get } from './route-request.ts';

/** Of the page's cluster, or of the other one that is named by its key. */
interface Sides {
  left: string;
  leftCluster: string | undefined;
  right: string | undefined;
  rightCluster: string | undefined;
}

const keyOfSides = ({ left, leftCluster, right, rightCluster }: Sides) => [
  left,
  leftCluster ?? '',
  right ?? '',
  rightCluster ?? '',
];

/** A look-up runs once for each press: it is not repeated by itself, and ends when the page or the query goes. */
const once = { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Infinity } as const;

/** A little above the limits of the server. */
const TIMEOUT_MS = 25_000;

export const lookUpQuery = (
  cluster: string,
  asked: Sides & { kind: LookUpKind; query: string; confirmed: boolean; press: number },
) => {
  const { press, confirmed, ...query } = asked;
  return queryOptions({
    ...once,
    queryKey: [cluster, 'look-up', query.kind, query.query, ...keyOfSides(query), confirmed, press],
    queryFn: ({ signal }) =>
      get<LookedUp>(
        apiPath(cluster, ['look-up'], { ...query, confirmed: confirmed ? 'yes' : undefined }),
        signal,
        TIMEOUT_MS,
      ),
    gcTime: seconds(60),
  });
};

export const lookedUpDocumentQuery = (cluster: string, asked: Sides & { id: string; routing: string | undefined }) =>
  queryOptions({
    ...once,
    queryKey: [cluster, 'look-up', 'document', ...keyOfSides(asked), asked.id, asked.routing ?? ''],
    queryFn: ({ signal }) =>
      get<ComparedDocument>(apiPath(cluster, ['look-up', 'document'], { ...asked }), signal, TIMEOUT_MS),
    staleTime: seconds(5),
    gcTime: seconds(60),
  });
