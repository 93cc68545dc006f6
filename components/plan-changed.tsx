import { NamedText } from './named-text.tsx';
import { Notice, useIntoView } from './ui/notice.tsx';

/** A plan that went stale: what changed, with the fresh plan beside it. */
export function PlanChanged({ changes, className }: { changes: readonly string[]; className?: string }) {
  const ref = useIntoView();
  return (
    <Notice
      ref={ref}
      tone="warn"
      live="alert"
      title="The cluster has changed since this was displayed. Nothing was done."
      className={className}
    >
      {changes.length > 0 && (
        <ul className="list-disc pl-5">
          {changes.map((change) => (
            <li key={change}>
              <NamedText text={change} />
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted">This is now a new plan. Read it, then press the button again.</p>
    </Notice>
  );
}

/** The changes a refusal brought along; null: it was refused for another reason. */
export function changesIn(failure: { code: string; details?: Record<string, unknown> } | null): string[] | null {
  if (failure?.code !== 'plan_changed') return null;
  const { changes } = failure.details ?? {};
  return Array.isArray(changes) ? changes.map(String) : [];
}
