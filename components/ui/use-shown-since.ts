'use client';
import { useSyncExternalStore } from 'react';

let changedAtMs = 0;

function subscribe(listener: () => void): () => void {
  const onChange = () => {
    changedAtMs = Date.now();
    listener();
  };
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

const read = () => (document.visibilityState === 'hidden' ? null : changedAtMs);

/** Since when the tab is shown, in milliseconds; 0: since it was opened, or on the server; null: it is hidden. */
export const useShownSince = (): number | null => useSyncExternalStore<number | null>(subscribe, read, () => 0);
