import Link from 'next/link';

/** The steps of a flow and the current one. Earlier steps may be links. */
export function Steps({
  label,
  steps,
  current,
}: {
  label: string;
  steps: readonly { name: string; href?: string }[];
  current: number;
}) {
  return (
    <nav aria-label={label} className="mb-4">
      <ol className="flex flex-wrap gap-x-2 gap-y-1 text-small text-faint">
        {steps.map((step, index) => (
          <li
            key={step.name}
            aria-current={index === current ? 'step' : undefined}
            className="flex min-w-0 items-center gap-2 [overflow-wrap:anywhere] aria-[current]:font-medium aria-[current]:text-text"
          >
            {index > 0 && <span aria-hidden="true" className="h-px w-3.5 bg-line-strong" />}
            {step.href && index < current ? (
              <Link
                href={step.href}
                prefetch={false}
                className="inline-flex min-h-6 items-center text-faint no-underline hover:text-text max-mid:min-h-11 max-mid:min-w-11"
              >
                {step.name}
              </Link>
            ) : (
              step.name
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
