import { useCallback, useState } from 'react';
import type { ActionAnswer } from '@/components/use-action.ts';
import { useIncidentAction, type Muting } from '../use-muting.ts';

type Act<Input> = (input: Input) => Promise<ActionAnswer<unknown>>;
interface Named {
  cluster: string;
  incident: string;
}

/** As props: components import no server code. */
export interface IncidentActions {
  acknowledge: Act<Named>;
  comment: Act<Named & { comment: string }>;
  close: Act<Named & { reason?: string }>;
  muting: Muting;
}

/** `done`: counts what removed the button that was pressed, for the heading to take the focus. */
export function useIncidentActions({ acknowledge, close }: IncidentActions) {
  const [done, setDone] = useState(0);
  const [closing, setClosing] = useState(false);
  const count = useCallback(() => setDone((before) => before + 1), []);
  const closed = useCallback(() => {
    setClosing(false);
    setDone((before) => before + 1);
  }, []);
  return {
    done,
    closing,
    setClosing,
    acknowledging: useIncidentAction(acknowledge, count),
    closed: useIncidentAction(close, closed),
  };
}

export type IncidentActing = ReturnType<typeof useIncidentActions>;
