'use client';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Found } from '@/lib/contract/find.ts';
import { findApiPath } from '../paths.ts';
import { polled, seconds } from '../polling.ts';
import { get } from '../route-request.ts';
import { useDebounced } from '../use-debounced.ts';
import { splitOf } from './options-for.ts';

/** A pause in typing after which the server is asked. */
const DEBOUNCE_MS = 60;
/** No name is longer than this. */
const MOST_CHARACTERS = 255;
/** A list whose answer is on its way is asked for again. */
const WHILE_READING_MS = 1_000;

interface Asked {
  find: string;
  object?: string | undefined;
  cluster?: string | undefined;
}

/** What the server finds for a text. Nothing typed: it begins to read what is searched. */
const foundQuery = (asked: Asked) =>
  queryOptions({
    ...polled,
    queryKey: ['find', asked],
    queryFn: ({ signal }) => get<Found>(findApiPath({ ...asked }), signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.reading ? WHILE_READING_MS : false),
    staleTime: seconds(2),
    gcTime: seconds(30),
  });

/** Without half a surrogate pair, which a cut can leave: an address can’t have it. */
const asAsked = (text: string): string =>
  text
    .trim()
    .slice(0, MOST_CHARACTERS)
    .replace(/\p{Surrogate}/gu, '');

function objectOf(text: string): string | undefined {
  const split = splitOf(text);
  return split === null ? undefined : asAsked(split.object);
}

/** `current`: `found` is of this text; an answer to an earlier one is never taken for it. */
export function useFound(typed: string, cluster: string | null) {
  const text = asAsked(typed);
  const settled = useDebounced(text, DEBOUNCE_MS);
  const query = useQuery(foundQuery({ find: settled, object: objectOf(settled), cluster: cluster ?? undefined }));
  const isOfText = settled === text && !query.isPlaceholderData;
  return {
    found: query.data,
    current: isOfText && query.data !== undefined,
    pending: settled !== text || query.isPlaceholderData || (query.data === undefined && query.isFetching),
    error: isOfText ? query.error : null,
  };
}
