import { formatCount } from '@/lib/format.ts';

/** The most entries of a list to choose from that are drawn. */
export const SHOWN = 100;

/** Says that a list is cut, and how to see the rest. */
export function OnlyFirst({ of }: { of: number }) {
  if (of <= SHOWN) return null;
  return (
    <p className="py-2 text-[13px] text-muted">
      The first {formatCount(SHOWN)} of {formatCount(of)}: type more of the name.
    </p>
  );
}
