'use client';
import type { ComponentPropsWithoutRef } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { useEarlyInput } from './use-early-input.ts';

interface SearchFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'type' | 'placeholder'> {
  /** What is searched: read out, and displayed while nothing is typed. The key "/" goes to the first one of a page. */
  label: string;
}

/** The filter of a list. */
export function SearchField({ label, className, ...rest }: SearchFieldProps) {
  const ref = useEarlyInput(rest);
  return (
    <div className={classes('relative w-80 max-w-full min-w-0 max-mid:w-full', className)}>
      <Icon name="search" className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
      <input
        {...rest}
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        className="min-h-(--control) w-full rounded-md border border-field bg-surface py-1 pr-2.5 pl-8 text-[13.5px] text-text placeholder:text-faint max-mid:text-base"
      />
    </div>
  );
}
