import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { IncidentKind } from '@/lib/contract/incident-kinds.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';

type Action<Input> = (input: Input) => Promise<ActionAnswer<{ mute: string }>>;

export interface MuteInput {
  cluster: string;
  alias: string | null;
  kind: IncidentKind | null;
  reason: string;
  /** null: from now on. */
  from: string | null;
  until: string;
}

/** As props: components import no server code. */
export interface Muting {
  add: Action<MuteInput>;
  end: Action<{ cluster: string; mute: string }>;
}

/** An action after which the lists are read again. */
export function useIncidentAction<Input, Value>(
  action: (input: Input) => Promise<ActionAnswer<Value>>,
  onDone: () => void = () => undefined,
) {
  const { key } = useCluster();
  const client = useQueryClient();
  const done = useCallback(() => {
    onDone();
    void client.invalidateQueries({ queryKey: [key, 'incidents'] });
  }, [client, key, onDone]);
  return useAction(action, done, { stay: true });
}
