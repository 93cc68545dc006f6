import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';

/** A mark that shows its meaning when it is pressed: touch and keyboard have no hover. */
export function Toggletip({
  meaning,
  className,
  children,
}: {
  meaning: string;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        title={meaning}
        className={classes('min-h-6 min-w-0 cursor-help text-left max-mid:min-h-11 max-mid:min-w-11', className)}
      >
        {children}
      </button>
      <div
        id={id}
        popover="auto"
        className="m-auto max-w-[min(92vw,440px)] rounded-[10px] border-0 bg-surface p-4 text-small shadow-pop font-normal whitespace-normal text-text"
      >
        {meaning}
      </div>
    </>
  );
}
