'use client';
import { useSyncExternalStore } from 'react';

// Tailwind's `md`: rows are one line from here on.
const QUERY = '(min-width: 48rem)';

const subscribe = (listener: () => void) => {
  const media = window.matchMedia(QUERY);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};

export const useWide = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => true,
  );
