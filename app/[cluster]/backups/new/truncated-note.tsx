import { CHOICES_SHOWN } from '@/lib/contract/choice.ts';
import { formatCount } from '@/lib/format.ts';

/** Says that a list is cut, and how to see the rest. */
export function TruncatedNote({ of }: { of: number }) {
  if (of <= CHOICES_SHOWN) return null;
  return (
    <p className="py-2 text-[13px] text-muted">
      The first {formatCount(CHOICES_SHOWN)} of {formatCount(of)}: type more of the name.
    </p>
  );
}
