import type { ReactNode } from 'react';
import { Shape, type StateLevel } from '../ui/state.tsx';

/** What is known of a backup, in one word. */
export function Verdict({ level, children }: { level: StateLevel; children: ReactNode }) {
  const colour = { ok: 'text-ok', bad: 'text-bad', warn: 'text-warn' }[level as string] ?? 'text-text';
  return (
    <h3 className={`mb-3 flex items-center gap-2.5 text-[19px] leading-7 font-semibold tracking-[-0.02em] ${colour}`}>
      <Shape level={level} />
      <span className="min-w-0 [overflow-wrap:anywhere] first-letter:uppercase">{children}</span>
    </h3>
  );
}

/** What a verdict rests on. */
export function VerdictLine({ level, name, children }: { level: StateLevel; name: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] items-start gap-x-3 border-t py-2.5 text-small side:grid-cols-[14px_150px_minmax(0,1fr)]">
      <Shape level={level} className="mt-[3px]" />
      <span className="font-medium">{name}</span>
      <p className="text-muted max-side:col-start-2">{children}</p>
    </li>
  );
}
