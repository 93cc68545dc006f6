'use client';
import { useQueryClient, type QueryCacheNotifyEvent } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useCluster } from './cluster-context.tsx';
import { healthQuery } from './queries.ts';
import { RouteError } from './route-request.ts';

/**
 * Calls `onBack` when Restore Desk's own server, having left a poll without an answer, answers one again. The health strip
 * polls on every page of a cluster; it is asked at once, so that also a short interruption is seen.
 */
export function useConnectionBack(lost: boolean, onBack: () => void): void {
  const client = useQueryClient();
  const { key } = useCluster();
  useEffect(() => {
    if (!lost) return;
    let down = false;
    const unsubscribe = client.getQueryCache().subscribe((event) => {
      const answered = answerIn(event);
      if (answered === false) down = true;
      if (answered === true && down) onBack();
    });
    void client.refetchQueries({ queryKey: healthQuery(key).queryKey });
    return unsubscribe;
  }, [client, key, lost, onBack]);
}

/** Whether the server answered a poll; null: the event is about something else. */
function answerIn(event: QueryCacheNotifyEvent): boolean | null {
  if (event.type !== 'updated') return null;
  const { action } = event;
  if (action.type === 'success') return action.manual ? null : true;
  return action.type === 'error' && action.error instanceof RouteError ? action.error.answered : null;
}
