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

/** What is selected, as the previews are asked for it. Many names are kept by the server, under a key; until then: nothing. */
export function useAskedSelection({ patterns, selection }: ScheduleForm, save: SaveNames): AskedSelection {
  const { key: cluster } = useCluster();
  const { aliases = '', all } = selection;
  const names = useDebounced(
    useMemo(() => ({ aliases, indices: patternsIn(patterns).join(',') }), [aliases, patterns]),
  );
  const [kept, setKept] = useState<{ names: typeof names; key: string } | null>(null);
  const long = all !== 'yes' && encodeURIComponent(names.aliases + names.indices).length > LONGEST_IN_ADDRESS;
  useEffect(() => {
    if (!long) return undefined;
    let left = false;
    save({ cluster, ...names }).then(
      (answer) => {
        if (!left && answer.ok) setKept({ names, key: answer.value.key });
      },
      // The next change of the names tries again.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [cluster, long, names, save]);
  return useMemo((): AskedSelection => {
    if (all === 'yes') return { all };
    if (!long) return names;
    return kept?.names === names ? { kept: kept.key } : {};
  }, [all, kept, long, names]);
}
