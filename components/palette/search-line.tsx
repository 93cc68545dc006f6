import type { ComponentProps, ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';

interface Props extends Omit<ComponentProps<'input'>, 'children' | 'className' | 'type'> {
  label: string;
  /** The list of what matches; null: there is none now. */
  listId: string | null;
  /** Beside the field. */
  children?: ReactNode;
}

/** The text field of the palette: the combobox pattern of WAI-ARIA. */
export function SearchLine({ label, listId, children, ...input }: Props) {
  return (
    <div className="flex flex-none items-center gap-2.5 pr-2 pl-4">
      <Icon name="search" className="text-faint" />
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={listId !== null}
        aria-controls={listId ?? undefined}
        placeholder={label}
        maxLength={255}
        autoFocus
        // What was typed before it was loaded is continued at its end.
        onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
        className="min-h-12 min-w-0 flex-1 truncate bg-transparent text-base text-text outline-none placeholder:text-faint"
        {...input}
      />
      {children}
    </div>
  );
}
