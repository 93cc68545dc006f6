import Link from 'next/link';
import type { Check } from '@/lib/contract/plan.ts';
import { formatUtcSeconds } from '@/lib/format.ts';
import { checkVerdict } from '@/lib/present/check-verdict.ts';
import { useCluster } from './cluster-context.tsx';
import { NamedText } from './named-text.tsx';
import { paths } from './paths.ts';
import { Fold, Folds } from './ui/fold.tsx';
import { Shape } from './ui/state.tsx';

const LEVELS = { ok: 'ok', warn: 'warn', refuse: 'bad' } as const;
const ORDER = { refuse: 0, warn: 1, ok: 2 };

interface CheckProps {
  checks: readonly Check[];
  /** When the cluster was read for them. */
  checkedAt?: string;
}

/** The checks before a change, as one verdict that opens. */
export function CheckPanel(props: CheckProps) {
  return (
    <Folds>
      <CheckFold {...props} />
    </Folds>
  );
}

/** The same beside other folds. It opens by itself while a check fails or warns. Refusals are first. */
export function CheckFold({ checks, checkedAt }: CheckProps) {
  const { level, text } = checkVerdict(checks);
  return (
    <Fold
      title={text}
      hint={checkedAt && `checked at ${formatUtcSeconds(checkedAt)}`}
      state={level}
      openOnce={level !== 'ok'}
    >
      <ul aria-label="Checks" className="flex flex-col divide-y text-small">
        {[...checks]
          .sort((a, b) => ORDER[a.level] - ORDER[b.level])
          .map((check) => (
            <CheckLine key={check.id} check={check} />
          ))}
      </ul>
    </Fold>
  );
}

function CheckLine({ check: { detail, hint, job, level, title } }: { check: Check }) {
  const { key } = useCluster();
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5 py-2.5 mid:grid-cols-[14px_minmax(0,200px)_minmax(0,1fr)]">
      <Shape level={LEVELS[level]} className="translate-y-0.5" />
      <b className="font-medium [overflow-wrap:anywhere]">
        <NamedText text={title} />
      </b>
      <div className="col-start-2 min-w-0 [overflow-wrap:anywhere] text-muted mid:col-start-3">
        <div>
          <NamedText text={detail} />
        </div>
        {hint && (
          <div className="whitespace-pre-line text-text">
            <NamedText text={hint} />
          </div>
        )}
        {job !== undefined && (
          <p>
            <Link className="link" prefetch={false} href={paths.job(key, job)}>
              Go to job {job}
            </Link>
          </p>
        )}
      </div>
    </li>
  );
}
