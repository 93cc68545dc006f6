import { SearchLine } from './search-line.tsx';

export const SEARCH_LABEL = 'Search pages, names and actions';

/** What was typed while the search was being loaded. `enter`: Enter was pressed, and nothing typed after it. */
export interface Early {
  typed: string;
  enter: { inNewTab: boolean } | null;
}

export const NOTHING_EARLY: Early = { typed: '', enter: null };

/** The key ends the composition of a character. Safari sends Enter after it, with the code of a composition. */
export const endsComposition = ({ isComposing, keyCode }: KeyboardEvent): boolean => isComposing || keyCode === 229;

interface Props {
  early: Early;
  /** It could not be loaded. */
  failed: boolean;
  onChange: (early: Early) => void;
}

/** Takes what is typed until the search is loaded, so that no key is lost. */
export function EarlySearch({ early, failed, onChange }: Props) {
  return (
    <>
      <SearchLine
        label={SEARCH_LABEL}
        listId={null}
        value={early.typed}
        onChange={(event) => onChange({ typed: event.target.value, enter: null })}
        onKeyDown={({ ctrlKey, key, metaKey, nativeEvent }) => {
          if (key === 'Enter' && !endsComposition(nativeEvent))
            onChange({ ...early, enter: { inNewTab: ctrlKey || metaKey } });
        }}
      />
      <p role="status" className="border-t px-4 py-3 text-small text-muted">
        {failed
          ? 'The search could not be loaded: the server did not answer. Close it, and open it again.'
          : 'Loading…'}
      </p>
    </>
  );
}
