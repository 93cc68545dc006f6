import { useEffect, useMemo, useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import type { AskedSelection } from '@/components/schedules/queries.ts';
import type { ActionAnswer } from '@/components/use-action.ts';
import { useDebounced } from '@/components/use-debounced.ts';
import { patternsIn, type ScheduleForm } from './form.ts';

export type SaveNames = (input: {
  cluster: string;
  aliases: string;
  indices: string;
}) => Promise<ActionAnswer<{ key: string }>>;

/** Encoded characters of names in the address of a preview. Every proxy on the way accepts this many. */
const LONGEST_IN_ADDRESS = 4_000;

/** `pending`: what is typed is not asked for yet. `failed`: it can't be, because the server did not keep the many names. */
export interface SelectionAsked {
  state: 'ready' | 'pending' | 'failed';
  /** Of `pending` what was asked last, or nothing. */
  asked: AskedSelection;
}

interface Names {
  aliases: string;
  indices: string;
}

/** What is selected, as the previews are asked for it. Many names are kept by the server, under a key. */
export function useAskedSelection({ patterns, selection }: ScheduleForm, save: SaveNames): SelectionAsked {
  const { key: cluster } = useCluster();
  const { aliases = '', all } = selection;
  const typed = useMemo((): Names => ({ aliases, indices: patternsIn(patterns).join(',') }), [aliases, patterns]);
  const names = useDebounced(typed);
  const [kept, setKept] = useState<Kept | null>(null);
  const long = all !== 'yes' && isLong(names);
  useEffect(() => {
    if (!long) return undefined;
    let left = false;
    const keep = (key: string | null) => left || setKept({ names, key });
    save({ cluster, ...names }).then(
      (answer) => keep(answer.ok ? answer.value.key : null),
      () => keep(null),
    );
    return () => {
      left = true;
    };
  }, [cluster, long, names, save]);
  return useMemo(
    () => (all === 'yes' ? { state: 'ready', asked: { all } } : askedOf({ kept, names, typed })),
    [all, kept, names, typed],
  );
}

/** `key`: null where the server did not keep them; the next change of the names tries again. */
interface Kept {
  names: Names;
  key: string | null;
}

const isLong = ({ aliases, indices }: Names): boolean =>
  encodeURIComponent(aliases + indices).length > LONGEST_IN_ADDRESS;

/** `names`: those that were typed, once they stay. */
export function askedOf({ kept, names, typed }: { kept: Kept | null; names: Names; typed: Names }): SelectionAsked {
  const changing = names !== typed;
  if (!isLong(names)) return { state: changing ? 'pending' : 'ready', asked: { ...names } };
  if (kept?.names !== names) return { state: 'pending', asked: {} };
  if (kept.key === null) return { state: changing ? 'pending' : 'failed', asked: {} };
  return { state: changing ? 'pending' : 'ready', asked: { kept: kept.key } };
}
