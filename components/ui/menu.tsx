'use client';
import Link from 'next/link';
import { useId, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { Popover } from './popover.tsx';

export interface MenuItem {
  label: ReactNode;
  icon?: IconName;
  href?: string;
  onSelect?: () => void;
  /** Deletes something: red, and below a line. */
  danger?: boolean;
  /** The address is of a file to save. */
  download?: boolean;
  /** Why it can't be used now: displayed below its label. */
  blocked?: string | null | false;
}

/** The actions of a row or a card, behind three dots. The most used is first, what deletes is last. */
export function Menu({ label, items, className }: { label: string; items: readonly MenuItem[]; className?: string }) {
  if (items.length === 0) return null;
  return (
    <Popover
      label={label}
      className="min-w-52 p-[5px] mid:max-w-[340px]"
      button={(opens) => (
        <Button {...opens} look="quiet" size="icon" aria-label={label} title={label} className={className}>
          <Icon name="dots" />
        </Button>
      )}
    >
      {(close) =>
        items.map((item, place) => (
          <MenuLine key={place} item={item} afterLine={Boolean(item.danger) && place > 0} onDone={close} />
        ))
      }
    </Popover>
  );
}

const LINE =
  'flex min-h-8 w-full items-center gap-2.5 rounded-sm px-[9px] py-1.5 text-left text-small no-underline max-mid:min-h-11';

function MenuLine({ item, afterLine, onDone }: { item: MenuItem; afterLine: boolean; onDone: () => void }) {
  const { label, icon, href, danger = false, download = false, blocked } = item;
  const reasonId = useId();
  const look = classes(
    LINE,
    blocked ? 'cursor-not-allowed text-faint' : danger ? 'text-bad hover:bg-bad-soft' : 'text-text hover:bg-raised',
  );
  const content = (
    <>
      {icon && <Icon name={icon} className={danger ? '' : 'text-faint'} />}
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {label}
        {blocked && (
          <span id={reasonId} className="block text-muted">
            {blocked}
          </span>
        )}
      </span>
    </>
  );
  return (
    <>
      {afterLine && <hr className="my-[5px]" />}
      {href === undefined || blocked ? (
        <button
          type="button"
          aria-disabled={blocked ? true : undefined}
          aria-describedby={blocked ? reasonId : undefined}
          className={look}
          onClick={() => {
            if (blocked) return;
            onDone();
            item.onSelect?.();
          }}
        >
          {content}
        </button>
      ) : download ? (
        <a href={href} download className={look} onClick={onDone}>
          {content}
        </a>
      ) : (
        <Link href={href} prefetch={false} className={look} onClick={onDone}>
          {content}
        </Link>
      )}
    </>
  );
}
