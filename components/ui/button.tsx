import Link from 'next/link';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { classes } from './classes.ts';

/**
 * `primary`: once on a screen. `danger` is for what can't be undone and for doing without the second person; for nothing
 * else. `quiet` is for everything beside the main thing.
 */
export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet' | 'danger-quiet';
/** `icon`: a square for an icon alone; it needs an `aria-label`. */
export type ButtonSize = 'normal' | 'small' | 'large' | 'icon';

const LOOKS: Record<ButtonLook, string> = {
  plain: 'border-line-strong bg-surface text-text hover:bg-raised',
  primary: 'border-ink bg-ink text-on-ink hover:bg-ink-hover',
  danger: 'border-bad-fill bg-bad-fill text-on-bad hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-raised hover:text-text',
  'danger-quiet': 'border-transparent bg-transparent text-bad hover:bg-bad-soft',
};
const SIZES: Record<ButtonSize, string> = {
  normal: 'min-h-(--control) max-w-full px-3 py-1.5 text-center text-small [overflow-wrap:anywhere]',
  small: 'min-h-7 px-2.5 py-0.5 text-small whitespace-nowrap max-mid:min-h-11',
  large: 'min-h-10 max-w-full px-[18px] py-2 text-center text-body max-mid:min-h-12 [overflow-wrap:anywhere]',
  icon: 'size-(--control)',
};

export const buttonClass = (look: ButtonLook = 'plain', size: ButtonSize = 'normal') =>
  classes(
    'inline-flex items-center justify-center gap-[7px] rounded-md border font-medium no-underline transition-colors duration-[120ms]',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    SIZES[size],
    LOOKS[look],
  );

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  look?: ButtonLook;
  size?: ButtonSize;
  /** What it is doing: shown instead of the label; presses are ignored meanwhile, so a double click does a thing once. */
  pending?: string | false;
  /** Why it may not be pressed. It stays reachable by keyboard, and says so. */
  blocked?: string | false | null;
}

export function Button({
  look = 'plain',
  size = 'normal',
  pending = false,
  blocked = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const idle = pending !== false || Boolean(blocked);
  return (
    // Always there: a button that becomes blocked while it is pressed must stay the same one, or the focus would be lost.
    <span className={blocked ? classes('group inline-flex flex-col items-start gap-1', className) : 'contents'}>
      <button
        {...rest}
        type={type}
        className={classes(buttonClass(look, size), className)}
        aria-disabled={idle || undefined}
        aria-describedby={blocked ? reasonId : rest['aria-describedby']}
        title={blocked || rest.title}
        onClick={(event) => {
          if (idle) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {pending === false ? children : pending}
      </button>
      {/* Beside a small one there is no room for it until somebody presses: a phone has no pointer to hover with. */}
      {blocked && (
        <span
          id={reasonId}
          className={classes(
            'text-small text-muted',
            (size === 'small' || size === 'icon') && 'sr-only max-w-56 group-focus-within:not-sr-only',
          )}
        >
          {blocked}
        </span>
      )}
    </span>
  );
}

interface LinkButtonProps extends ComponentProps<typeof Link> {
  look?: ButtonLook;
  size?: ButtonSize;
  /** Why it may not be followed; then it is no link. */
  blocked?: string | false | null;
  children: ReactNode;
}

/** The props of a link button whose address is given. */
export type LinkLook = Pick<LinkButtonProps, 'look' | 'size' | 'children' | 'className' | 'aria-label'>;

export function LinkButton({
  look = 'plain',
  size = 'normal',
  blocked = false,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  if (blocked) {
    return (
      <Button look={look} size={size} blocked={blocked} className={className} aria-label={rest['aria-label']}>
        {children}
      </Button>
    );
  }
  return (
    <Link {...rest} prefetch={rest.prefetch ?? false} className={classes(buttonClass(look, size), className)}>
      {children}
    </Link>
  );
}
