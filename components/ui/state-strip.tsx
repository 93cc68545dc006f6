'use client';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface StateStripProps<T> {
  /** What is read out: what the bars are, and how many there are of each state. */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** The classes of a bar: height and pattern carry the state, colour repeats it. */
  bar: (item: T) => string;
  /** What is read out of one bar. */
  inWords: (item: T) => string;
  /** The same beside the bar. */
  children: (item: T) => ReactNode;
  /** Bars that are not there yet keep their width free, at the start. Default: as many as there are. */
  length?: number;
  className?: string;
}

/**
 * A bar for each of a row of things, such as days or runs. One stop of the keyboard: the arrow keys go from bar to bar, and what
 * a bar stands for is beside it, as it is under the pointer.
 */
export function StateStrip<T>(props: StateStripProps<T>) {
  const { bar, children, className, inWords, items, keyOf, label, length = items.length } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  const last = items.length - 1;
  const shown = Math.min(chosen ?? last, last);
  const move = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: shown - 1,
      ArrowDown: shown - 1,
      ArrowRight: shown + 1,
      ArrowUp: shown + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Escape') setChosen(null);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, next)));
  };
  const empty = Math.max(0, length - items.length);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={items.length}
      aria-valuenow={shown + 1}
      aria-valuetext={items[shown] && inWords(items[shown])}
      onFocus={() => setChosen(last)}
      onBlur={() => setChosen(null)}
      onKeyDown={move}
      onPointerLeave={() => setChosen(null)}
      className={classes('grid h-5 auto-cols-fr grid-flow-col rounded-sm max-mid:min-h-11', className)}
    >
      {Array.from({ length: empty }, (_, place) => (
        <span key={place} aria-hidden="true" />
      ))}
      {items.map((item, position) => (
        <span
          key={keyOf(item)}
          aria-hidden="true"
          onPointerEnter={() => setChosen(position)}
          className="relative flex min-w-0 items-end px-[1.5px] max-mid:px-px max-mid:py-3"
        >
          <i className={classes('block w-full rounded-[2px]', bar(item))} />
          {chosen === position && (
            <Beside place={(empty + position) / Math.max(1, empty + last)}>{children(item)}</Beside>
          )}
        </span>
      ))}
    </div>
  );
}

/** `place`: from 0, the first bar, to 1; the popover never leaves the strip. */
function Beside({ place, children }: { place: number; children: ReactNode }) {
  return (
    <span
      className={classes(
        'pointer-events-none absolute bottom-full z-20 mb-1.5 grid w-max max-w-64 gap-0.5',
        'rounded-md bg-raised px-3 py-2 text-small shadow-pop',
        place < 0.35 ? 'left-0' : place > 0.65 ? 'right-0' : 'left-1/2 -translate-x-1/2',
      )}
    >
      {children}
    </span>
  );
}

/** What the bars mean, once for all strips of a page. */
export function StripLegend<State extends string>({
  states,
  bar,
  word,
  className,
}: {
  states: readonly State[];
  bar: (state: State) => string;
  word: (state: State) => string;
  className?: string | undefined;
}) {
  return (
    <ul className={classes('flex flex-wrap gap-x-4 gap-y-1 text-caption font-normal text-muted', className)}>
      {states.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="flex h-3.5 w-2 items-end">
            <i className={classes('block w-full rounded-[2px]', bar(state))} />
          </span>
          {word(state)}
        </li>
      ))}
    </ul>
  );
}
