'use client';
import { useCallback, useRef, useState } from 'react';
import type { Failure } from '@/lib/errors.ts';

export type ActionFailure = Failure & { fields?: Record<string, string> };
export type ActionAnswer<T> = { ok: true; value: T } | { ok: false; failure: ActionFailure };

/**
 * Runs a server action for a button. A second press while the first is under way does nothing. A failure is returned as data,
 * also when the server does not answer. `pending` stays true after a success, unless `stay`: the page is being left.
 */
export function useAction<Input, Value>(
  action: (input: Input) => Promise<ActionAnswer<Value>>,
  onDone: (value: Value, input: Input) => void,
  { stay = false }: { stay?: boolean } = {},
) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const busy = useRef(false);

  const act = useCallback(
    async (input: Input) => {
      if (busy.current) return;
      busy.current = true;
      setPending(true);
      setFailure(null);
      const answer = await action(input).catch((): ActionAnswer<Value> => ({
        ok: false,
        failure: {
          code: 'unreachable',
          message: 'Restore Desk’s own server did not answer.',
          hint: 'Look at the jobs before you try again: it may have begun.',
        },
      }));
      if (answer.ok) onDone(answer.value, input);
      else setFailure(answer.failure);
      if (!answer.ok || stay) {
        busy.current = false;
        setPending(false);
      }
    },
    [action, onDone, stay],
  );
  return { act, pending, failure, clear: () => setFailure(null) };
}
