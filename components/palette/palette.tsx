'use client';
import { useEffect, useState } from 'react';
import { isPaletteShortcut } from '@/lib/present/shortcut.ts';
import type { OtherCluster } from '../cluster-context.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Key } from '../ui/key.tsx';
import { EarlySearch, NOTHING_EARLY } from './early-search.tsx';
import { useOnMac } from './use-on-mac.ts';
import { usePaletteSearch } from './use-palette-search.ts';
import { usePlace } from './use-place.ts';

/**
 * The button of the palette, and its keys: Ctrl K or ⌘ K, also while text is typed, but not over another dialog. `clusters`: those
 * of the person, where the page is of no cluster.
 */
export function Palette({ clusters = [] }: { clusters?: readonly OtherCluster[] }) {
  const place = usePlace(clusters);
  const [open, setOpen] = useState(false);
  const [early, setEarly] = useState(NOTHING_EARLY);
  const { Search, failed, prepare } = usePaletteSearch(open);
  const close = () => {
    setOpen(false);
    setEarly(NOTHING_EARLY);
  };
  const onMac = useOnMac();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat || !isPaletteShortcut(event, onMac)) return;
      const other = !open && document.querySelector('dialog[open]') !== null;
      // The browser's own use of the keys would take the focus away.
      event.preventDefault();
      if (open) close();
      else if (!other) setOpen(true);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [open, onMac]);
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        title="Search: go to any page, cluster, alias, index, backup or job"
        onClick={() => setOpen(true)}
        onPointerEnter={prepare}
        onFocus={prepare}
        className="inline-flex h-(--control) flex-none items-center gap-2 rounded-md border border-transparent px-2.5 text-small whitespace-nowrap text-muted hover:bg-raised hover:text-text max-mid:size-11 max-mid:justify-center max-mid:px-0 side:border-line side:bg-surface"
      >
        <Icon name="search" />
        <span className="max-side:sr-only">
          Search<span className="sr-only"> everything</span>
        </span>
        <span aria-hidden="true" className="max-side:hidden">
          <Key>{onMac ? '⌘ K' : 'Ctrl K'}</Key>
        </span>
      </button>
      <Dialog open={open} title="Search" look="search" onClose={close}>
        {Search === null ? (
          <EarlySearch early={early} failed={failed} onChange={setEarly} />
        ) : (
          <Search place={place} early={early} onOpen={close} onClose={close} />
        )}
      </Dialog>
    </>
  );
}
