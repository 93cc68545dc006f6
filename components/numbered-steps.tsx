import { NamedText } from '../named-text.tsx';

/** What a restore will do, in order. */
export function NumberedSteps({ steps }: { steps: readonly string[] }) {
  return (
    <ol className="-mt-1 text-small text-muted">
      {steps.map((step, place) => (
        <li key={step} className="grid grid-cols-[20px_minmax(0,1fr)] gap-2 py-[5px] [overflow-wrap:anywhere]">
          <span aria-hidden="true" className="text-faint">
            {place + 1}
          </span>
          <span className="min-w-0">
            <NamedText text={step} />
          </span>
        </li>
      ))}
    </ol>
  );
}
