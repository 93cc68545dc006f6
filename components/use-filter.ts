'use client';
import { useQueryStates, type UseQueryStatesKeysMap, type UseQueryStatesOptions, type Values } from 'nuqs';
import { useMemo } from 'react';
import { presentIn, type Present } from './address-parsers.ts';

type Filter<Parsers extends UseQueryStatesKeysMap> = Present<Values<Parsers>>;

/**
 * What is chosen on a page, kept in its address, so that a link shows the same: `?kind=restore`. A change is shown at once and
 * written a moment later, without a request to the server; an address that arrives by a link is shown as well.
 * A name that is changed to undefined or to empty text is taken out of the address.
 */
export function useFilter<Parsers extends UseQueryStatesKeysMap>(
  parsers: Parsers,
  options?: Partial<UseQueryStatesOptions<Parsers>>,
): [filter: Filter<Parsers>, change: (next: Filter<Parsers>) => void] {
  const [values, setValues] = useQueryStates(parsers, options);
  const filter = useMemo(() => presentIn(values), [values]);
  const change = (next: Filter<Parsers>) => {
    const present = presentIn(next);
    void setValues(
      Object.fromEntries(Object.keys(next).map((name) => [name, present[name] ?? null])) as Parameters<
        typeof setValues
      >[0],
    );
  };
  return [filter, change];
}
