'use client';
import { plural } from '@/lib/format.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { OptionList } from './option-list.tsx';
import { PaletteNotes } from './palette-notes.tsx';
import { useOnMac } from './use-on-mac.ts';
import { usePalette } from './use-palette.ts';
import type { Place } from './use-place.ts';

interface Props {
  place: Place;
  /** A page is opened in this tab. */
  onOpen: () => void;
  onClose: () => void;
}

/** A text field and what matches it: the combobox pattern of WAI-ARIA. */
export function PaletteSearch({ place, onOpen, onClose }: Props) {
  const palette = usePalette(place);
  const { active, choose, elementId, groups, listId, of, options, waits } = palette;
  return (
    <>
      <SearchLine palette={palette} onClose={onClose} />
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

function SearchLine({ palette, onClose }: { palette: PaletteState; onClose: () => void }) {
  const { activeId, back, listId, of, options, press, type, typed } = palette;
  const label = of === null ? 'Search pages, names and actions' : `Search the actions for ${of.name}`;
  return (
    <div className="flex flex-none items-center gap-2.5 pr-2 pl-4">
      <Icon name="search" className="text-faint" />
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={options.length > 0}
        aria-controls={options.length > 0 ? listId : undefined}
        aria-activedescendant={activeId}
        placeholder={label}
        value={typed}
        maxLength={255}
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
        className="min-h-12 min-w-0 flex-1 truncate bg-transparent text-base text-text outline-none placeholder:text-faint"
      />
      {of === null ? (
        <Button look="quiet" size="small" className="mid:hidden" onClick={onClose}>
          Close
        </Button>
      ) : (
        <Button look="quiet" size="small" onClick={back}>
          Back
        </Button>
      )}
    </div>
  );
}

/** The keys, and the way to the actions of what is active. */
function BottomLine({ palette: { of, showActions, target } }: { palette: PaletteState }) {
  const onMac = useOnMac();
  return (
    <div className="flex min-h-10 flex-none items-center justify-between gap-x-4 border-t px-4 py-1 text-caption text-muted">
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
