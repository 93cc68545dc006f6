'use client';
import { useSyncExternalStore } from 'react';

// One clock for the page: every relative time moves on the same tick, and no component keeps a timer of its own.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let nowMs = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
      nowMs = 0;
    }
  };
}

const read = (everySeconds: number) => () => {
  if (nowMs === 0) nowMs = Date.now();
  const step = everySeconds * 1000;
  return Math.floor(nowMs / step) * step;
};

/** Now, moving every second or slower; null on the server and in the first render, so that hydration agrees. */
export const useNow = (everySeconds = 1): number | null =>
  useSyncExternalStore<number | null>(subscribe, read(everySeconds), () => null);
