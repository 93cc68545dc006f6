'use client';
import { useCallback, useRef, useState } from 'react';
import type { Failure } from '@/lib/errors.ts';
import { useCluster } from './cluster-context.tsx';
import { paths } from './paths.ts';
import { useConnectionBack } from './use-connection-back.ts';

export type ActionFailure = Failure & {
  fields?: Record<string, string>;
  /** Restore Desk’s own server did not answer: says what is known, in the place of the form's title. */
  noAnswer?: { title: string; link: { href: string; label: string } };
};
export type ActionAnswer<T> = { ok: true; value: T } | { ok: false; failure: ActionFailure };

/**
 * Runs a server action for a button. A second press while the first is under way does nothing. A failure is returned as data,
 * also when the server does not answer; then it disappears when the server answers again. `pending` stays true after a
 * success, unless `stay`: the page is being left. `act` resolves to false for a failure.
 */
export function useAction<Input, Value>(
  action: (input: Input) => Promise<ActionAnswer<Value>>,
  onDone: (value: Value, input: Input) => void,
  { stay = false }: { stay?: boolean } = {},
) {
  const { key } = useCluster();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const busy = useRef(false);
  const clear = useCallback(() => setFailure(null), []);
  useConnectionBack(failure?.noAnswer !== undefined, clear);

  const act = useCallback(
    async (input: Input): Promise<boolean> => {
      if (busy.current) return true;
      busy.current = true;
      setPending(true);
      setFailure(null);
      const wasOffline = !navigator.onLine;
      const answer = await action(input).catch((): ActionAnswer<Value> => {
        const nothingSent = wasOffline && !navigator.onLine;
        return { ok: false, failure: noAnswer(key, nothingSent) };
      });
      if (answer.ok) onDone(answer.value, input);
      else setFailure(answer.failure);
      if (!answer.ok || stay) {
        busy.current = false;
        setPending(false);
      }
      return answer.ok;
    },
    [action, key, onDone, stay],
  );
  return { act, pending, failure, clear };
}

/** A browser that was offline from the press on has sent nothing; otherwise the request may have arrived. */
function noAnswer(cluster: string, nothingSent: boolean): ActionFailure {
  const link = { href: paths.jobs(cluster), label: 'Open the jobs' };
  return nothingSent
    ? {
        code: 'unreachable',
        message: 'Press again when the connection is back.',
        noAnswer: { title: 'This browser is offline: nothing was sent', link },
      }
    : {
        code: 'unreachable',
        message: 'Restore Desk’s own server did not answer. Check the jobs before you press again.',
        noAnswer: { title: 'It is unknown whether this was done', link },
      };
}
