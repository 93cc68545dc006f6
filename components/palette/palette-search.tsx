'use client';
import { plural } from '@/lib/format.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { OptionList } from './option-list.tsx';
import { SEARCH_LABEL, type Early } from './early-search.tsx';
import { PaletteNotes } from './palette-notes.tsx';
import { SearchLine } from './search-line.tsx';
import { useOnMac } from './use-on-mac.ts';
import { usePalette } from './use-palette.ts';
import type { Place } from './use-place.ts';

interface Props {
  place: Place;
  /** What was typed before this was loaded. */
  early: Early;
  /** A page is opened in this tab. */
  onOpen: () => void;
  onClose: () => void;
}

/** A text field and what matches it. */
export function PaletteSearch({ place, early, onOpen, onClose }: Props) {
  const palette = usePalette(place, early);
  const { active, choose, elementId, groups, listId, of, options, waits } = palette;
  return (
    <>
      <PaletteField palette={palette} onClose={onClose} />
      {options.length > 0 && (
        <OptionList
          id={listId}
          groups={groups}
          active={active}
          elementId={elementId}
          onPoint={choose}
          onOpen={onOpen}
        />
      )}
      <p role="status" className="sr-only">
        {waits ? '' : options.length === 0 ? 'No results' : plural(options.length, 'result')}
      </p>
      <PaletteNotes
        typed={palette.typed}
        none={options.length === 0}
        waits={waits}
        error={of === null ? palette.error : null}
        found={of === null ? palette.found : undefined}
      />
      <BottomLine palette={palette} />
    </>
  );
}

type PaletteState = ReturnType<typeof usePalette>;

/** Above the list; on a phone with a button to close it. */
function PaletteField({ palette, onClose }: { palette: PaletteState; onClose: () => void }) {
  const { activeId, back, field, listId, of, options, press, type, typed } = palette;
  return (
    <SearchLine
      label={of === null ? SEARCH_LABEL : `Search the actions for ${of.name}`}
      listId={options.length > 0 ? listId : null}
      ref={field}
      aria-activedescendant={activeId}
      value={typed}
      onChange={(event) => type(event.target.value)}
      onKeyDown={press}
    >
      {of === null ? (
        <Button look="quiet" size="small" className="mid:hidden" onClick={onClose}>
          Close
        </Button>
      ) : (
        <Button look="quiet" size="small" onClick={back}>
          Back
        </Button>
      )}
    </SearchLine>
  );
}

/** The keys, and the way to the actions of what is active. */
function BottomLine({ palette: { of, showActions, target } }: { palette: PaletteState }) {
  const onMac = useOnMac();
  return (
    <div
      className={classes(
        'flex min-h-10 flex-none items-center justify-between gap-x-4 border-t px-4 py-1 text-caption text-muted',
        target === undefined && 'max-mid:hidden',
      )}
    >
      <span className="flex-none max-mid:hidden">
        ↑ ↓ choose, Enter opens, {of === null ? `${onMac ? '⌘' : 'Ctrl'} Enter in a new tab` : '← back'}
      </span>
      {target !== undefined && (
        <Button look="quiet" size="small" className="-mr-2.5 min-w-0 max-mid:-ml-2.5" onClick={showActions}>
          <span className="min-w-0 truncate">Actions for {target.name}</span>
          <span aria-hidden="true">→</span>
        </Button>
      )}
    </div>
  );
}
