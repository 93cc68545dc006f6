import { classes } from './classes.ts';

const FILLS = { accent: 'fill-accent', ok: 'fill-ok', warn: 'fill-warn-fill', bad: 'fill-bad', muted: 'fill-muted' };

interface ProgressBarProps {
  label: string;
  /** null: unknown; the bar then shows activity, not an amount. */
  done: number | null;
  total: number | null;
  tone?: keyof typeof FILLS;
  className?: string;
}

/** Drawn as SVG: a width in a style attribute is what a strict content security policy forbids. */
export function ProgressBar({ label, done, total, tone = 'accent', className }: ProgressBarProps) {
  const known = done !== null && total !== null && total > 0;
  const percent = known ? Math.max(0, Math.min(100, (done / total) * 100)) : null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.floor(percent)}
      className={classes('h-1.5 overflow-hidden rounded-full bg-raised', className)}
    >
      <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="block size-full">
        {percent === null ? (
          <rect x="0" width="35" height="8" className={classes('progress-unknown', FILLS[tone])} />
        ) : (
          <rect width={percent} height="8" className={FILLS[tone]} />
        )}
      </svg>
    </div>
  );
}

interface MeterProps {
  label: string;
  /** 0 to 100; null: unknown. */
  percent: number | null;
  /** Lines across it, e.g. watermarks, 0 to 100. */
  marks?: readonly number[];
  tone?: keyof typeof FILLS;
  className?: string;
}

/** A measured amount against its limits. */
export function Meter({ label, percent, marks = [], tone = 'accent', className }: MeterProps) {
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent ?? 0)}
      aria-valuetext={percent === null ? 'unknown' : `${Math.round(percent)} %`}
      className={classes('h-1.5 overflow-hidden rounded-full bg-raised', className)}
    >
      <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="block size-full">
        {percent !== null && <rect width={Math.max(0, Math.min(100, percent))} height="8" className={FILLS[tone]} />}
        {marks.map((mark) => (
          <rect key={mark} x={mark - 0.4} width="0.8" height="8" className="fill-text" />
        ))}
      </svg>
    </div>
  );
}
