'use client';
import { useCallback, useEffect, useState } from 'react';
import type { PaletteSearch } from './palette-search.tsx';

/** After the page has been loaded, which it must not delay. */
const LOAD_AFTER_MS = 3_000;

/**
 * The largest part of the palette is loaded after the page, or when it is opened. Then it opens also while the server is away. null: it
 * is not loaded yet; `failed`: it could not be, and is tried again the next time that it is opened.
 */
export function usePaletteSearch(open: boolean): { Search: typeof PaletteSearch | null; failed: boolean } {
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
  return { Search, failed };
}
