'use client';
import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import { LinkButton } from './button.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { Shape, type StateLevel } from './state.tsx';

type NoticeTone = 'ok' | 'warn' | 'bad' | 'info';

const TONES: Record<NoticeTone, { box: string; level: StateLevel | null }> = {
  ok: { box: 'bg-ok-soft', level: 'ok' },
  warn: { box: 'bg-warn-soft', level: 'warn' },
  bad: { box: 'bg-bad-soft', level: 'bad' },
  info: { box: 'bg-raised', level: null },
};

interface NoticeProps {
  tone: NoticeTone;
  title?: ReactNode;
  /** What to do about it: buttons and links. */
  actions?: ReactNode;
  /** Read out when it appears: `alert` for a failure, `status` for news. */
  live?: 'alert' | 'status';
  className?: string;
  ref?: Ref<HTMLDivElement>;
  children?: ReactNode;
}

/** One problem or one piece of news, and what to do about it. */
export function Notice({ tone, title, actions, live, className, ref, children }: NoticeProps) {
  const { box, level } = TONES[tone];
  return (
    <div
      ref={ref}
      role={live}
      className={classes('flex min-w-0 gap-2.5 rounded-[10px] px-3.5 py-3 text-small text-muted', box, className)}
    >
      {level === null ? (
        <Icon name="info" className="mt-0.5 text-accent" />
      ) : (
        <Shape level={level} className="mt-[3px]" />
      )}
      <div className="min-w-0 flex-1">
        {title && <h2 className="mb-0.5 text-small font-medium text-text">{title}</h2>}
        {children && <div className="flex flex-col gap-1.5 [overflow-wrap:anywhere]">{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </div>
  );
}

interface FailureLike {
  message: string;
  hint?: string | undefined;
  /** There was no answer: no title of the form is known to be true. */
  noAnswer?: { title: string; link: { href: string; label: string } } | undefined;
}

/** Scrolls to the answer to a press: the button may be two screens below it. */
export function useIntoView() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return ref;
}

interface FailureNoticeProps {
  failure: FailureLike;
  title?: ReactNode;
  actions?: ReactNode;
  /** Not the answer to a press: the page does not scroll. */
  still?: boolean;
  className?: string;
}

/** What happened and what to do now, as text: error texts of a cluster are never markup. */
export function FailureNotice({
  failure,
  title = 'That did not work',
  actions,
  still = false,
  className,
}: FailureNoticeProps) {
  const ref = useIntoView();
  return (
    <Notice
      ref={still ? undefined : ref}
      tone="bad"
      live="alert"
      title={failure.noAnswer?.title ?? title}
      actions={
        failure.noAnswer ? (
          <LinkButton size="small" href={failure.noAnswer.link.href}>
            {failure.noAnswer.link.label}
          </LinkButton>
        ) : (
          actions
        )
      }
      className={className}
    >
      <p>{failure.message}</p>
      {failure.hint && <p className="text-muted">{failure.hint}</p>}
    </Notice>
  );
}
