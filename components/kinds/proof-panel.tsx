import type { ReactNode } from 'react';
import { Fold } from '../ui/fold.tsx';
import { Shape } from '../ui/state.tsx';

type Level = 'ok' | 'warn' | 'bad';

const LOOKS: Record<Level, { border: string; back: string; text: string }> = {
  ok: { border: 'border-ok-line', back: 'from-ok-soft', text: 'text-ok' },
  warn: { border: 'border-warn-line', back: 'from-warn-soft', text: 'text-warn' },
  bad: { border: 'border-bad-line', back: 'from-bad-soft', text: 'text-bad' },
};

interface ProofPanelProps {
  proof: { level: Level; title: string; figure: string; statement: string };
  /** Beside the statement: what is missing, different, rejected. */
  counts?: ReactNode;
  hint: string;
  /** How it was checked. */
  children: ReactNode;
}

/** A proof as one statement, with how it was checked in a fold. */
export function ProofPanel({ proof: { level, title, figure, statement }, counts, hint, children }: ProofPanelProps) {
  const { border, back, text } = LOOKS[level];
  return (
    <section aria-label="Proof" className={`min-w-0 overflow-clip rounded-xl border bg-surface shadow-card ${border}`}>
      <div
        className={`grid items-end gap-x-10 gap-y-5 bg-linear-to-b to-surface px-[18px] py-5 mid:grid-cols-[minmax(0,1fr)_auto] mid:px-7 mid:pt-[26px] mid:pb-6 ${back}`}
      >
        <div className="min-w-0">
          <p className={`flex gap-[9px] text-[17px]/[24px] font-semibold tracking-[-0.015em] ${text}`}>
            <Shape level={level} className="mt-[3px] size-[17px]" />
            <span className="min-w-0">{title}</span>
          </p>
          <p className="mt-3.5 flex flex-wrap items-baseline gap-x-3.5 gap-y-1 mid:mt-5">
            <span className="figures text-display">{figure}</span>
            <span className="text-[17px]/[24px] tracking-[-0.01em] text-muted">{statement}</span>
          </p>
        </div>
        {counts}
      </div>
      <div className={`border-t ${border}`}>
        <Fold title="How this was checked" hint={hint}>
          {children}
        </Fold>
      </div>
    </section>
  );
}
