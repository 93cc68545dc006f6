import type { ByWord } from '../../contract/by-name.ts';

/** The disk watermarks of a cluster, as configured; `headroom`: the most bytes that a percentage requires to be free. */
export interface Watermarks {
  low: string;
  high: string;
  flood: string;
  headroom: { low?: string; high?: string; flood?: string };
}

const UNITS: ByWord<number> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4, pb: 1024 ** 5 };

/** "50gb" → bytes; null: not a size. Elasticsearch counts in powers of 1024. */
export function parseByteSize(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb|pb|k|m|g|t|p)\s*$/i.exec(text);
  if (!match) return null;
  const unit = match[2]!.toLowerCase();
  return Number(match[1]) * (UNITS[unit] ?? UNITS[`${unit}b`]!);
}

/** How many bytes must be free on a disk of `totalBytes` to stay below the watermark. Null: it cannot be parsed. */
export function requiredFreeBytes(watermark: string, headroom: string | undefined, totalBytes: number): number | null {
  const percentage = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(watermark) ?? /^\s*(0?\.\d+|[01](?:\.0*)?)\s*$/.exec(watermark);
  if (!percentage) return parseByteSize(watermark);
  const used = watermark.includes('%') ? Number(percentage[1]) / 100 : Number(percentage[1]);
  const free = totalBytes * (1 - used);
  // From 8 on a percentage has a headroom, so that 15 % of a large disk need not stay free; -1: none.
  const cap = headroom === undefined ? null : parseByteSize(headroom);
  return cap === null ? free : Math.min(free, cap);
}

export function watermarkOf(
  watermarks: Watermarks,
  totalBytes: number,
  freeBytes: number,
): 'below' | 'low' | 'high' | 'flood' | null {
  for (const stage of ['flood', 'high', 'low'] as const) {
    const free = requiredFreeBytes(watermarks[stage], watermarks.headroom[stage], totalBytes);
    if (free === null) return null;
    if (freeBytes < free) return stage;
  }
  return 'below';
}

/** Bytes that can still be written before the cluster moves shards away (high watermark). Null: unknown. */
export function bytesBelowHighWatermark(watermarks: Watermarks, totalBytes: number, freeBytes: number): number | null {
  const free = requiredFreeBytes(watermarks.high, watermarks.headroom.high, totalBytes);
  return free === null ? null : Math.max(0, Math.floor(freeBytes - free));
}
