import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';

interface Named {
  cluster: string;
  schedule: string;
}
type Act<Value> = (input: Named) => Promise<ActionAnswer<Value>>;

/** As props: components import no server code. */
export interface ScheduleActions {
  pause: Act<unknown>;
  resume: Act<unknown>;
  remove: Act<unknown>;
  runNow: Act<unknown>;
}

/** After the name of a schedule, as the title of a failure, and of a success. */
const NOT_DONE = {
  pause: 'was not paused',
  resume: 'was not resumed',
  remove: 'was not removed',
  runNow: 'was not started',
} as const;
const DONE = {
  pause: 'was paused. It misses nothing until it is resumed.',
  resume: 'was resumed. It runs at its times again.',
  remove: 'was removed. Its backups are kept.',
  runNow: 'was started.',
} as const;
type RowAction = keyof ScheduleActions;

interface Done {
  action: RowAction;
  name: string;
}

/** What the page of a schedule leaves for the list, which is opened after a removal. */
const removedKey = (cluster: string) => [cluster, 'removed-schedule'];

/**
 * The actions of the schedules' rows, with the last one's outcome in words. `onRemoved`: the page is left for the list, which
 * then says it.
 */
export function useRowActions(actions: ScheduleActions, onRemoved?: () => void) {
  const { key } = useCluster();
  const client = useQueryClient();
  const [last, setLast] = useState<Done | null>(null);
  const [done, setDone] = useState(() => client.getQueryData<string>(removedKey(key)) ?? null);
  useEffect(() => client.removeQueries({ queryKey: removedKey(key) }), [client, key]);
  const run = useCallback(
    ({ action, name }: Done) => actions[action]({ cluster: key, schedule: name }),
    [actions, key],
  );
  const after = useCallback(
    (_value: unknown, { action, name }: Done) => {
      const sentence = `${name} ${DONE[action]}`;
      if (action === 'remove' && onRemoved) {
        client.setQueryData(removedKey(key), sentence);
        void client.invalidateQueries({ queryKey: [key, 'schedules', 'list'] });
        return onRemoved();
      }
      setDone(sentence);
      void client.invalidateQueries({ queryKey: [key, 'schedules'] });
    },
    [client, key, onRemoved],
  );
  const acting = useAction(run, after, { stay: true });
  const act = (action: RowAction, name: string) => {
    setLast({ action, name });
    setDone(null);
    return acting.act({ action, name });
  };
  const failure: { title: string; failure: ActionFailure } | null = acting.failure &&
    last && { title: `${last.name} ${NOT_DONE[last.action]}`, failure: acting.failure };
  return { act, pending: acting.pending, failure, done };
}

export type RowActing = ReturnType<typeof useRowActions>;
