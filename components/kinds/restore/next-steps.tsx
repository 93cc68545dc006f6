import type { ReactNode } from 'react';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { IndexName } from '../../index-name.tsx';
import { LookUpLink } from '../../look-up-link.tsx';
import { BackUpLink } from '../backup/back-up-link.tsx';
import { CleanUpLink } from '../clean-up/clean-up-link.tsx';
import { CompareLink } from '../compare/compare-link.tsx';
import { RestoreLink } from './restore-link.tsx';
import { SwitchLink } from '../switch/switch-link.tsx';
import type { LinkLook } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Shape } from '../../ui/state.tsx';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { nextSteps, type EndedRestore, type NextStep } from '@/lib/kinds/restore/next-steps.ts';

/** What comes next, as a list: one thing a line, with the page for it. */
export function NextSteps({ detail, result }: { detail: JobDetail; result: EndedRestore }) {
  return (
    <Panel title="Next">
      <ol className="-mt-2 -mb-2 divide-y">
        {nextSteps(detail, result).map((step) => (
          <li key={step.title} className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-3 py-3">
            <Shape level="idle" className="mt-[3px] size-4 !text-faint" />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              {step.title}
              {(step.detail || step.indices) && (
                <div className="text-small text-muted">
                  {step.detail}{' '}
                  {step.indices?.map((index) => (
                    <IndexName key={index} name={index} copy className="mr-3" />
                  ))}
                </div>
              )}
            </div>
            <Go step={step} detail={detail} result={result} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const more = (verb: string): ReactNode => (
  <>
    {verb}
    <Icon name="chevron" className="size-[13px] text-faint" />
  </>
);

function Go({
  step: { go, sides, title },
  detail,
  result,
}: {
  step: NextStep;
  detail: JobDetail;
  result: EndedRestore;
}) {
  const { key } = useCluster();
  const { alias, index } = result;
  const look = (verb: string): LinkLook => ({
    look: 'quiet',
    className: '-my-1 -mr-3 whitespace-nowrap',
    'aria-label': `${verb}: ${title}`,
    children: more(verb),
  });
  const copied = detail.restore?.copied ?? null;
  const hrefOfCopy = copied?.from ? paths.copy(key, { from: copied.from, backup: copied.backup }) : undefined;
  switch (go) {
    case null:
      return <span />;
    case 'back-up':
      return <BackUpLink {...look('Back up')} alias={alias ?? undefined} />;
    case 'clean-up':
      return <CleanUpLink {...look('Review')} alias={alias ?? undefined} />;
    case 'switch':
      return <SwitchLink {...look('Review')} index={index} alias={alias ?? undefined} />;
    case 'compare':
      return <CompareLink {...look('Compare')} {...sides} />;
    case 'look-up':
      return <LookUpLink {...look('Look up')} {...sides} />;
    case 'restore':
      return <RestoreLink {...look('Choose')} alias={detail.restore?.group ?? alias ?? index} href={hrefOfCopy} />;
    default:
      return go satisfies never;
  }
}
