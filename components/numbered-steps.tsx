import { NamedText } from './named-text.tsx';

/** What will be done, in order. `plain`: names of indices in it are left as they are. */
export function NumberedSteps({ steps, plain = false }: { steps: readonly string[]; plain?: boolean }) {
  return (
    <ol className="-mt-1 text-small text-muted">
      {steps.map((step, place) => (
        <li key={step} className="grid grid-cols-[20px_minmax(0,1fr)] gap-2 py-[5px] [overflow-wrap:anywhere]">
          <span aria-hidden="true" className="text-faint">
            {place + 1}
          </span>
          {plain ? (
            step
          ) : (
            <span className="min-w-0">
              <NamedText text={step} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
