import type { MapWindow } from '@/lib/contract/alias-map.ts';
import type { Line } from '@/lib/contract/alias-lines.ts';

/** A line that is not loaded yet, at its position. */
interface Gap {
  kind: 'gap';
  key: string;
  heading: boolean;
}
export type LineOrGap = Line | Gap;

/** Every line of a list of which only a window is loaded. Pure. */
export function linesWithGaps({ from, lines, runs }: MapWindow): LineOrGap[] {
  const all: LineOrGap[] = [];
  const push = (heading: boolean) =>
    all.push(lines[all.length - from] ?? { kind: 'gap', key: `gap ${all.length}`, heading });
  for (const run of runs) {
    push(true);
    for (let entry = 0; entry < run; entry += 1) push(false);
  }
  return all;
}
