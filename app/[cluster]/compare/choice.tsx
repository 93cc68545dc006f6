'use client';
import type { ReactNode } from 'react';
import { classes } from '@/components/ui/classes.ts';
import { useEarlyInput } from '@/components/ui/use-early-input.ts';

/** Of one height, so that nothing shifts when its list arrives. */
export function ChoiceBox({ children }: { children: ReactNode }) {
  return <div className="h-[340px] overflow-y-auto">{children}</div>;
}

interface ChoiceProps {
  name: string;
  value: string;
  checked: boolean;
  disabled: boolean;
  onChoose: () => void;
  /** At the right. */
  aside: ReactNode;
  children: ReactNode;
}

/** One of a list, as a line. */
export function Choice({ name, value, checked, disabled, onChoose, aside, children }: ChoiceProps) {
  const radio = useEarlyInput<HTMLInputElement>({ checked, onChange: onChoose });
  return (
    <label
      className={classes(
        'flex min-h-11 items-center gap-x-3 border-t max-mid:flex-wrap px-4 py-2 first-of-type:border-t-0 mid:px-5',
        checked && 'bg-accent-soft',
        disabled ? 'text-faint' : 'cursor-pointer hover:bg-raised/50',
      )}
    >
      <input
        ref={radio}
        type="radio"
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
      />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere] max-mid:basis-[calc(100%-28px)]">{children}</span>
      <span className="text-small whitespace-nowrap text-muted max-mid:pl-7">{aside}</span>
    </label>
  );
}
