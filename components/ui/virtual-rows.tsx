'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

interface VirtualRowsProps<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** In pixels, known before a row is drawn. */
  heightOf: (item: T) => number;
  /** `position`: from 0, in the whole list. */
  render: (item: T, position: number) => ReactNode;
  /** Called with the position of the first row that is drawn, for a list of which the server sends a window. */
  onFirst?: ((position: number) => void) | undefined;
}

/** Up to this many rows are all drawn: the browser's own find, print and select then see them all. */
const DRAW_ALL_UP_TO = 300;
/** Rows drawn above and below the visible ones, so that a fast scroll finds something there. */
const OVERSCAN = 20;
/** For the first rendering, before the window is measured. */
const FIRST_WINDOW = { width: 1280, height: 2000 };

/** A long list that scrolls with the page. Only the rows near the visible ones are in the document. */
export function VirtualRows<T>(props: VirtualRowsProps<T>) {
  return props.items.length <= DRAW_ALL_UP_TO ? <AllRows {...props} /> : <WindowOfRows {...props} />;
}

function AllRows<T>({ items, keyOf, render, onFirst }: VirtualRowsProps<T>) {
  useEffect(() => onFirst?.(0), [onFirst]);
  return (
    <div role="rowgroup">
      {items.map((item, position) => (
        <Fragment key={keyOf(item)}>{render(item, position)}</Fragment>
      ))}
    </div>
  );
}

function WindowOfRows<T>({ items, keyOf, heightOf, render, onFirst }: VirtualRowsProps<T>) {
  const { box, top } = useTopInPage();
  const getItemKey = useCallback((position: number) => keyOf(items[position]!), [items, keyOf]);
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count: items.length,
    estimateSize: (position) => heightOf(items[position]!),
    getItemKey,
    overscan: OVERSCAN,
    scrollMargin: top,
    initialRect: FIRST_WINDOW,
    // Rows are there before the next frame anyway; a forced rendering for each scroll event costs more.
    useFlushSync: false,
  });
  // The virtualizer lays the rows out again for other items, not for other heights.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, heightOf]);
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  useEffect(() => onFirst?.(first), [onFirst, first]);
  const above = (rows[0]?.start ?? top) - top;
  const below = virtualizer.getTotalSize() - ((rows.at(-1)?.end ?? top) - top);
  return (
    <div ref={box} role="rowgroup">
      <Space height={above} />
      {rows.map(({ index, key }) => (
        <Fragment key={key}>{render(items[index]!, index)}</Fragment>
      ))}
      <Space height={below} />
    </div>
  );
}

/** Takes the space of the rows that are not drawn. The height is set by script: the content security policy allows no style attribute. */
function Space({ height }: { height: number }) {
  const space = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (space.current) space.current.style.height = `${height}px`;
  }, [height]);
  return <div ref={space} aria-hidden="true" />;
}

/** How far the list is from the top of the page, in pixels: what is above it changes while it is shown. */
function useTopInPage() {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop(Math.round((box.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  return { box, top };
}
