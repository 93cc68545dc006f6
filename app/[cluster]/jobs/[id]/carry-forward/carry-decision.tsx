import { useBlocked } from '@/components/cluster-context.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import type { Plan } from '@/lib/contract/plan.ts';
import type { Guard } from '@/lib/contract/reviews.ts';
import { PlanGuard, useGuard, type Confirmation } from '../../../approvals/plan-guard.tsx';

interface Props {
  plan: Pick<Plan, 'checks' | 'fingerprint'>;
  guard: Guard;
  /** Why the plan may be outdated; null: it is not. */
  whyOld: string | null;
  /** The button, and what it says meanwhile. */
  verb: string;
  pending: string | false;
  /** Why there is nothing to do; null: there is. */
  nothing: string | null;
  summary: string;
  cancelHref: string;
  fields: Record<string, string>;
  onStart: (given: Confirmation) => void;
}

/** What must be confirmed, and the button that writes. */
export function CarryDecision(props: Props) {
  const { plan, guard, whyOld, verb, pending, nothing, summary, cancelHref, fields, onStart } = props;
  const given = useGuard(guard);
  const mayNot = useBlocked('carry-forward');
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  const blocked =
    mayNot ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? nothing ?? whyOld ?? given.missing;
  return (
    <Panel className="flex flex-col gap-4 max-mid:[&:not(:has(label))]:contents">
      <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
      <StickyActions className="" summary={summary}>
        <Button
          size="large"
          look={given.breaksGlass ? 'danger' : 'primary'}
          pending={pending}
          blocked={blocked}
          onClick={() => onStart(given.confirmation)}
          className="w-full max-mid:flex-1"
        >
          {given.breaksGlass ? `Break the glass: ${verb.charAt(0).toLowerCase()}${verb.slice(1)}` : verb}
        </Button>
        <LinkButton look="quiet" href={cancelHref}>
          Cancel
        </LinkButton>
      </StickyActions>
    </Panel>
  );
}
