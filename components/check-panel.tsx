import Link from 'next/link';
import type { Check } from '@/lib/contract/plan.ts';
import { plural } from '@/lib/format.ts';
import { useCluster } from './cluster-context.tsx';
import { paths } from './paths.ts';
import { Panel } from './ui/panel.tsx';
import { State } from './ui/state.tsx';
import { Chip } from './ui/chip.tsx';

const LEVELS = { ok: 'ok', warn: 'warn', refuse: 'bad' } as const;
const ORDER = { refuse: 0, warn: 1, ok: 2 };

/** The checks before a change, refusals first. */
export function CheckPanel({ checks }: { checks: readonly Check[] }) {
  const { key } = useCluster();
  const refused = checks.filter((check) => check.level === 'refuse').length;
  return (
    <Panel
      title="Checks"
      tone={refused > 0 ? 'bad' : 'plain'}
      tag={refused > 0 ? <Chip tone="bad">{plural(refused, 'refusal')}</Chip> : undefined}
    >
      <ul className="flex flex-col divide-y">
        {[...checks]
          .sort((a, b) => ORDER[a.level] - ORDER[b.level])
          .map((check) => (
            <li key={check.id} className="py-2 first:pt-0 last:pb-0">
              <State level={LEVELS[check.level]}>{check.title}</State>{' '}
              <span className="text-muted [overflow-wrap:anywhere]">{check.detail}</span>
              {check.hint && <p className="mt-0.5 pl-[18px] [overflow-wrap:anywhere]">{check.hint}</p>}
              {check.job !== undefined && (
                <p className="mt-0.5 pl-[18px]">
                  <Link className="link" prefetch={false} href={paths.job(key, check.job)}>
                    Go to job {check.job}
                  </Link>
                </p>
              )}
            </li>
          ))}
      </ul>
    </Panel>
  );
}
