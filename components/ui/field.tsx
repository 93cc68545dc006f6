'use client';
import { useId, type ComponentPropsWithoutRef, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { useEarlyInput } from './use-early-input.ts';

interface FieldWords {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with it, beside it. */
  error?: string | undefined;
}

const BOX =
  'min-h-(--control) w-full rounded-md border border-field bg-surface px-2.5 py-1 text-[13.5px] text-text placeholder:text-faint max-mid:text-base aria-[invalid=true]:border-bad';

function Words({
  id,
  label,
  hint,
  error,
  className,
  children,
}: FieldWords & { id: string; className?: string; children: ReactNode }) {
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-small font-medium [overflow-wrap:anywhere]">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-muted [overflow-wrap:anywhere]">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-small font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

const describe = (id: string, hint: unknown, error: unknown) =>
  [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ') || undefined;

export function TextField({
  label,
  hint,
  error,
  className,
  mono = false,
  ...rest
}: ComponentPropsWithoutRef<'input'> & FieldWords & { mono?: boolean }) {
  const made = useId();
  const id = rest.id ?? made;
  const ref = useEarlyInput(rest);
  return (
    <Words id={id} label={label} hint={hint} error={error} className={className}>
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        ref={ref}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, hint, error)}
        className={classes(BOX, mono && 'font-mono text-small')}
      />
    </Words>
  );
}

export function AreaField({
  label,
  hint,
  error,
  className,
  mono = true,
  ...rest
}: ComponentPropsWithoutRef<'textarea'> & FieldWords & { mono?: boolean }) {
  const made = useId();
  const id = rest.id ?? made;
  const ref = useEarlyInput(rest);
  return (
    <Words id={id} label={label} hint={hint} error={error} className={className}>
      <textarea
        rows={6}
        spellCheck={false}
        {...rest}
        ref={ref}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, hint, error)}
        className={classes(BOX, mono && 'font-mono text-small')}
      />
    </Words>
  );
}

export function SelectField({
  label,
  hint,
  error,
  className,
  children,
  ...rest
}: ComponentPropsWithoutRef<'select'> & FieldWords) {
  const made = useId();
  const id = rest.id ?? made;
  const ref = useEarlyInput(rest);
  return (
    <Words id={id} label={label} hint={hint} error={error} className={className}>
      <select
        {...rest}
        ref={ref}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, hint, error)}
        className={BOX}
      >
        {children}
      </select>
    </Words>
  );
}

/** A checkbox or a radio button with its words; the whole line is the target. */
export function CheckField({
  label,
  hint,
  error,
  className,
  type = 'checkbox',
  ...rest
}: ComponentPropsWithoutRef<'input'> & FieldWords) {
  const made = useId();
  const id = rest.id ?? made;
  const ref = useEarlyInput(rest);
  return (
    <div className={classes('min-w-0', className)}>
      <label htmlFor={id} className="flex min-h-6 items-start gap-2.5 py-0.5 max-mid:min-h-11 max-mid:py-2.5">
        <input
          {...rest}
          ref={ref}
          type={type}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describe(id, hint, error)}
          className="mt-0.5"
        />
        <span className="min-w-0 [overflow-wrap:anywhere]">{label}</span>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="pl-[26px] text-small text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="pl-[26px] text-small font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** Fields that belong together, with one question over them. */
export function FieldGroup({
  legend,
  hint,
  children,
  className,
}: {
  legend: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <fieldset className={classes('flex min-w-0 flex-col gap-1', className)}>
      <legend className="mb-1 text-small font-medium">{legend}</legend>
      {hint && <p className="mb-1 text-small text-muted">{hint}</p>}
      {children}
    </fieldset>
  );
}
