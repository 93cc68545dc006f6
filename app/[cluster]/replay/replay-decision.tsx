import { useBlocked } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { formatUtcShort, plural } from '@/lib/format.ts';
import { PlanGuard, useGuard } from '../approvals/plan-guard.tsx';
import { ReplaySpeed } from './replay-speed.tsx';
import { ReplayUntil } from './replay-until.tsx';
import type { ReviewedReplayProps } from './reviewed-replay.tsx';

/** Where it ends, how fast it goes, what must be confirmed, and the button that sends. */
export function ReplayDecision(props: ReviewedReplayProps) {
  const { asked, choice, fields, onStart, pending, review, whyOld } = props;
  const { guard, mapping, plan } = review;
  const given = useGuard(guard);
  const mayNot = useBlocked('replay');
  const to = asked.to ?? (plan.ends.length === 0 ? 'end' : null);
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  const blocked =
    mayNot ??
    (refusal ? `${refusal.title}: see the checks.` : null) ??
    (to === null ? 'Choose first where the replay ends.' : null) ??
    whyOld ??
    given.missing;
  const verb = `Replay ${to === null ? 'requests' : plural(plan.counts.send, 'request')}`;
  return (
    <Panel className="flex flex-col gap-5">
      <div>
        <h3 className="mb-1 text-small font-medium">Target</h3>
        {plan.restored !== null && <IndexName name={plan.restored.index} />}
        <p className="text-small text-muted">
          through {plan.target.name}, <span className="[overflow-wrap:anywhere]">{plan.target.url}</span>
        </p>
      </div>
      <ReplayUntil review={review} asked={asked} choice={choice} error={fields['to']} />
      <ReplaySpeed asked={asked} choice={choice} />
      <MapOldIndices mapping={mapping} asked={asked} choice={choice} />
      <ul className="flex flex-col gap-1.5 text-small">
        <li>
          <State level={plan.closeWrites === 0 ? 'ok' : 'warn'}>
            Requests for one document keep their order
            {plan.closeWrites === 0 ? '.' : '; on different servers it is that of their clocks.'}
          </State>
        </li>
        <li>
          <State level="ok">Credentials in captured headers are never sent.</State>
        </li>
      </ul>
      <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
      <StickyActions className="" summary={summaryOf(plan.restored?.alias ?? asked.alias, to)}>
        <Button
          size="large"
          look={given.breaksGlass ? 'danger' : 'primary'}
          pending={pending}
          blocked={blocked}
          onClick={() => to !== null && onStart(to, given.confirmation)}
          className="w-full max-mid:flex-1"
        >
          {given.breaksGlass ? `Break the glass: replay ${plural(plan.counts.send, 'request')}` : verb}
        </Button>
      </StickyActions>
    </Panel>
  );
}

function MapOldIndices({
  mapping,
  asked,
  choice,
}: Pick<ReviewedReplayProps, 'asked' | 'choice'> & Pick<ReviewedReplayProps['review'], 'mapping'>) {
  if (mapping.length === 0) return null;
  return (
    <CheckField
      label={`Send requests for ${mapping.length === 1 ? 'the old index' : 'old indices'} to the restored one`}
      hint={
        <>
          {mapping.map(({ from }) => (
            <code key={from} className="block [overflow-wrap:anywhere]">
              {from}
            </code>
          ))}
          Otherwise they are not sent.
        </>
      }
      checked={asked.map === 'yes'}
      onChange={(event) => choice.choose({ map: event.target.checked ? undefined : 'no' })}
    />
  );
}

function summaryOf(alias: string, to: string | null): string {
  if (to === null) return `Into ${alias}`;
  return to === 'end'
    ? `To the end, into ${alias}`
    : `Until ${formatUtcShort(to, Date.now(), 'seconds')} UTC, into ${alias}`;
}
