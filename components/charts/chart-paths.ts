import type { CountAt, Span } from '@/lib/present/count-line.ts';

/** What a plot shows: its time, and the count at its upper edge; zero is at the lower one. */
export interface Scale {
  span: Span;
  top: number;
}

/** In a box of 1,000 by 1,000. */
const placeOf = ({ at, documents }: CountAt, { span, top }: Scale): string =>
  `${round(((at - span.from) / Math.max(1, span.to - span.from)) * 1000)} ${round((1 - documents / top) * 1000)}`;

const round = (value: number): number => Math.round(value * 10) / 10;

/** A line of a single moment is a short dash. */
export function linePath(line: readonly CountAt[], scale: Scale): string {
  const path = `M${line.map((point) => placeOf(point, scale)).join('L')}`;
  return line[0]!.at === line.at(-1)!.at ? `${path}h4` : path;
}

export const areaPath = (line: readonly CountAt[], scale: Scale): string =>
  `${linePath(line, scale)}L${placeOf({ at: line.at(-1)!.at, documents: 0 }, scale)}L${placeOf({ at: line[0]!.at, documents: 0 }, scale)}Z`;
