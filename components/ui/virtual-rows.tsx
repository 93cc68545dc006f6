'use client';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';

interface VirtualRowsProps<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  heightOf: (item: T) => number;
  /** `position`: from 0, in the whole list. */
  render: (item: T, position: number) => ReactNode;
  /** Told of the first item that is drawn, for a list that is not here as a whole. */
  onFirst?: ((position: number) => void) | undefined;
}

/** So many rows are simply drawn: the browser's own find, print and select then see them all. */
const DRAW_ALL_UP_TO = 300;
/** Rows beyond the window, so that a fast scroll finds something there. */
const MARGIN_PX = 800;

/** A long list of rows of known height, of which only those near the window are in the document. */
export function VirtualRows<T>({ items, keyOf, heightOf, render, onFirst }: VirtualRowsProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [[top, bottom], setWindow] = useState<[number, number]>([0, 2000]);
  const all = items.length <= DRAW_ALL_UP_TO;

  const offsets = useMemo(() => {
    const sums = new Float64Array(items.length + 1);
    for (let index = 0; index < items.length; index += 1) sums[index + 1] = sums[index]! + heightOf(items[index]!);
    return sums;
  }, [items, heightOf]);

  useEffect(() => {
    if (all) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      const from = -(box.current?.getBoundingClientRect().top ?? 0);
      // In steps, so that a small scroll draws nothing new.
      const step = MARGIN_PX / 4;
      setWindow(([was, wasBottom]) => {
        const now = Math.floor(from / step) * step;
        const nowBottom = now + window.innerHeight + step;
        return was === now && wasBottom === nowBottom ? [was, wasBottom] : [now, nowBottom];
      });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', soon);
    };
  }, [all, items]);

  const first = all ? 0 : Math.max(0, indexAt(offsets, top - MARGIN_PX));
  const last = all ? items.length : Math.min(items.length, indexAt(offsets, bottom + MARGIN_PX) + 1);
  useEffect(() => onFirst?.(first), [onFirst, first]);
  const before = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (before.current) before.current.style.height = `${offsets[first] ?? 0}px`;
    if (after.current) after.current.style.height = `${(offsets[items.length] ?? 0) - (offsets[last] ?? 0)}px`;
  }, [offsets, first, last, items.length]);

  return (
    <div ref={box} role="rowgroup">
      {!all && <div ref={before} aria-hidden="true" />}
      {items.slice(first, last).map((item, index) => (
        <RowSlot key={keyOf(item)}>{render(item, first + index)}</RowSlot>
      ))}
      {!all && <div ref={after} aria-hidden="true" />}
    </div>
  );
}

const RowSlot = ({ children }: { children: ReactNode }) => <>{children}</>;

/** The row that holds this many pixels from the top. */
function indexAt(offsets: Float64Array, pixels: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= pixels) low = middle;
    else high = middle - 1;
  }
  return low;
}
