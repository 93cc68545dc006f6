'use client';
import { useCallback, useEffect, useState } from 'react';
import type { PaletteSearch } from './palette-search.tsx';

/** A page that has been open for so long may be one on which the server goes away. */
const LOAD_AFTER_MS = 30_000;

interface Loaded {
  /** null: it is not loaded yet. */
  Search: typeof PaletteSearch | null;
  /** It could not be loaded, and is tried again the next time that the palette is opened. */
  failed: boolean;
  /** Loads it before it is opened. */
  prepare: () => void;
}

/**
 * The largest part of the palette is no part of a page's load: it is loaded when the palette is opened or is about to be, and else after
 * half a minute, so that it opens also while the server is away.
 */
export function usePaletteSearch(open: boolean): Loaded {
  const [Search, setSearch] = useState<typeof PaletteSearch | null>(null);
  const [failed, setFailed] = useState(false);
  const isLoaded = Search !== null;
  const load = useCallback(() => {
    setFailed(false);
    import('./palette-search.tsx').then(
      (loaded) => setSearch(() => loaded.PaletteSearch),
      () => setFailed(true),
    );
  }, []);
  useEffect(() => {
    if (isLoaded) return undefined;
    const timer = setTimeout(load, open ? 0 : LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isLoaded, load, open]);
  const prepare = () => {
    if (!isLoaded) load();
  };
  return { Search, failed, prepare };
}
