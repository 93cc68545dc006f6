import { CheckPanel } from '@/components/check-panel.tsx';
import { FoldedRequests } from '@/components/requests.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Changes } from './changes.tsx';
import { Compare } from './compare.tsx';
import { Confirm, type PlanProps } from './confirm.tsx';
import { OverrideForm } from './override-form.tsx';
import { isOneOf } from './use-choices.ts';

/** The plan beside the current state, the overrides, and the button that starts it. */
export function Plan(props: PlanProps) {
  const { row, planned, choices, errors, onChange } = props;
  const { plan } = planned;
  const overridden =
    Object.keys(choices).some((name) => name !== 'switchAlias' && !(name === 'alias' && isOneOf(row, choices.alias))) ||
    FIELDS.some((name) => errors[name] !== undefined);
  return (
    <div className="flex flex-col gap-3.5">
      <Compare plan={plan} />
      {/* On a phone in one column, the button above pages of settings; else in a column of its own. */}
      <div className="grid gap-3.5 mid:grid-cols-[minmax(0,1fr)_330px] mid:grid-rows-[auto_1fr]">
        <CheckPanel checks={plan.checks} />
        <div className="min-w-0 mid:row-span-2">
          <Confirm {...props} />
        </div>
        <div className="flex min-w-0 flex-col gap-3.5">
          <Changes plan={plan}>
            <Disclosure className="mt-3" openOnce={overridden} summary="Override settings, mappings or names">
              <OverrideForm
                choices={choices}
                errors={errors}
                additive={plan.target.uuid !== null}
                onChange={onChange}
              />
            </Disclosure>
          </Changes>
          <Panel title="Requests">
            <FoldedRequests requests={plan.requests} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

const FIELDS = ['alias', 'into', 'shards', 'replicas', 'onConflict', 'drop', 'settings', 'mappings'] as const;
