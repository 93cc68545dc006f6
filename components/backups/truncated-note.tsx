import { MOST_CHOICES } from '@/lib/contract/limits.ts';
import { formatCount } from '@/lib/format.ts';

/** Says that a list is cut, and how to see the rest. */
export function TruncatedNote({ of }: { of: number }) {
  if (of <= MOST_CHOICES) return null;
  return (
    <p className="py-2 text-small text-muted">
      The first {formatCount(MOST_CHOICES)} of {formatCount(of)}: type more of the name.
    </p>
  );
}
