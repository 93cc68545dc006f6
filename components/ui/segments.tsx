import Link from 'next/link';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface Segment {
  name: ReactNode;
  /** How many there are, muted. */
  count?: ReactNode;
  current: boolean;
  href?: string;
  onSelect?: () => void;
}

/** A choice of one view of a list: "All 13 · Live 6 · Problems 2". Links where the view has an address, else buttons. */
export function Segments({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    <div
      role="group"
      aria-label={label}
      className="flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-raised p-0.5 max-mid:w-full mid:inline-flex"
    >
      {segments.map(({ name, count, current, href, onSelect }, place) => {
        const content = (
          <>
            {name}
            {count !== undefined && <span className="font-normal text-faint">{count}</span>}
          </>
        );
        return href === undefined ? (
          <button key={place} type="button" aria-pressed={current} onClick={onSelect} className={look(current)}>
            {content}
          </button>
        ) : (
          <Link
            key={place}
            href={href}
            prefetch={false}
            scroll={false}
            aria-current={current ? 'true' : undefined}
            className={look(current)}
          >
            {content}
          </Link>
        );
      })}
    </div>
  );
}

const look = (current: boolean) =>
  classes(
    'inline-flex min-h-7 flex-[1_0_auto] items-center justify-center gap-1.5 rounded-sm px-[11px] text-small font-medium whitespace-nowrap no-underline max-mid:min-h-11 max-mid:min-w-11',
    current ? 'bg-surface text-text shadow-card outline-1 outline-line' : 'text-muted hover:text-text',
  );
