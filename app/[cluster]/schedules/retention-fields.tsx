import { failureOf } from '@/components/route-request.ts';
import { RetentionPreview } from '@/components/schedules/retention-preview.tsx';
import { CheckField, TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { FieldsProps } from './fields-props.ts';
import { COUNTED_RULES, errorsOf, type CountedRule } from './form.ts';
import type { RetentionPreviewing } from './use-retention-preview.ts';

const LABELS: Record<CountedRule, string> = {
  last: 'Last',
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
};

interface Props extends FieldsProps {
  preview: RetentionPreviewing;
}

/** Which backups are kept, and what that would delete now. */
export function RetentionFields({ change, errorAt, form, preview }: Props) {
  const { query, state } = preview;
  const failure = query.error && failureOf(query.error);
  const typedAt = errorsOf(failure?.fields);
  return (
    <Panel title="Retention">
      <div className="flex flex-col gap-4">
        <CheckField
          label="Delete old backups after each run"
          hint="Only those of the aliases and indices above, in this place. Without it nothing is deleted."
          checked={form.deletes}
          error={errorAt('retention') === errorAt('retention.within') ? undefined : ruleError(errorAt)}
          onChange={(event) => change({ deletes: event.target.checked })}
        />
        {form.deletes && (
          <>
            <RuleFields form={form} change={change} error={(rule) => typedAt(rule) ?? errorAt(`retention.${rule}`)} />
            <section aria-label="Retention preview" className="border-t pt-4">
              {state === 'none' ? (
                <p className="text-small text-muted">
                  Select what is backed up, and where: then a preview appears here.
                </p>
              ) : state === 'failed' && query.fetchStatus === 'idle' && !failure ? (
                <p className="text-small text-muted">Without the names above there is no preview.</p>
              ) : (
                <RetentionPreview query={query} outdated={state === 'waiting'} />
              )}
            </section>
          </>
        )}
      </div>
    </Panel>
  );
}

interface RuleProps extends Pick<FieldsProps, 'form' | 'change'> {
  error: (rule: CountedRule | 'within') => string | undefined;
}

function RuleFields({ form, change, error }: RuleProps) {
  const set = (rule: CountedRule | 'within', text: string) => change({ rules: { ...form.rules, [rule]: text } });
  return (
    <>
      <div className="grid grid-cols-2 gap-3 mid:grid-cols-3">
        {COUNTED_RULES.map((rule) => (
          <TextField
            key={rule}
            label={`Keep: ${LABELS[rule].toLowerCase()}`}
            inputMode="numeric"
            maxLength={5}
            value={form.rules[rule]}
            error={error(rule)}
            onChange={(event) => set(rule, event.target.value)}
          />
        ))}
      </div>
      <TextField
        label="Keep all that are younger than (optional)"
        mono
        hint="Counted from the newest backup: 30d, 6m, 1y2m3d4h."
        maxLength={30}
        value={form.rules.within}
        error={error('within')}
        onChange={(event) => set('within', event.target.value)}
      />
      <p className="text-small text-muted">
        Daily: the newest backup of each of the last days that have one; the others likewise. Never deleted: the last
        good backup of an alias, the last one that passed a drill, one that a job uses, one that is pinned.
      </p>
    </>
  );
}

/** Of the rules together: at least one must keep something. */
function ruleError(errorAt: FieldsProps['errorAt']): string | undefined {
  return COUNTED_RULES.some((rule) => errorAt(`retention.${rule}`)) ? undefined : errorAt('retention');
}
