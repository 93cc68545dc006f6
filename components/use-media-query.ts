'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** Tailwind’s `mid`: a row of a long list is one line from here on. */
export const WIDE = '(min-width: 901px)';

/** Whether the page matches a media query, now and after every change. True on the server, which can't know. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => true,
  );
}
