import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RestoreSnapshotChoicesInput } from '@/lib/kinds/restore-snapshot/review.ts';

/** How long a person types before the plan is made again. */
const TYPING_MS = 500;

const ADDRESS = {
  from: parseAsString,
  uuid: parseAsString,
  alias: parseAsString,
  into: parseAsString,
  switchAlias: parseAsString,
  replicas: parseAsString,
  settings: parseAsString,
  drop: parseAsString,
};

/** What is typed: shown at once, and after a pause in the address and in the plan. */
export function useChoices(index: string) {
  const [address, writeAddress] = useQueryStates(ADDRESS);
  const [choices, setChoices] = useState<RestoreSnapshotChoicesInput>(() => present({ index, ...address }));
  const [settled, setSettled] = useState(choices);
  useEffect(() => {
    if (choices === settled) return;
    const timer = setTimeout(() => {
      setSettled(choices);
      const { index: _, ...rest } = choices;
      void writeAddress({ ...EMPTY, ...rest });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [choices, settled, writeAddress]);
  const change = useCallback(
    (next: Partial<RestoreSnapshotChoicesInput>) => setChoices((now) => present({ ...now, ...next })),
    [],
  );
  return useMemo(() => ({ choices, settled, change }), [choices, settled, change]);
}

const EMPTY = Object.fromEntries(Object.keys(ADDRESS).map((name) => [name, null]));

const present = (values: object): RestoreSnapshotChoicesInput =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as RestoreSnapshotChoicesInput;
