import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { failureOf } from '@/components/route-request.ts';
import { retentionPreviewQuery, type AskedRetention, type AskedSelection } from '@/components/schedules/queries.ts';
import { RetentionResult } from '@/components/schedules/retention-result.tsx';
import { CheckField, TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import type { FieldsProps } from './fields-props.ts';
import { COUNTED_RULES, errorsOf, type CountedRule, type ScheduleForm } from './form.ts';

const LABELS: Record<CountedRule, string> = {
  last: 'Last',
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
};

interface Props extends FieldsProps {
  asked: AskedSelection;
  /** The saved schedule; null: a new one. */
  schedule: string | null;
}

/** Which backups are kept, and what that would delete now. */
export function RetentionFields({ asked, change, errorAt, form, schedule }: Props) {
  const { key } = useCluster();
  const rules = useDebounced(form.rules, 400);
  const query = useQuery(retentionPreviewQuery(key, askedOf(form, rules, asked, schedule)));
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
              {query.fetchStatus === 'idle' && query.data === undefined && !failure ? (
                <p className="text-small text-muted">
                  Select what is backed up, and where: then a preview appears here.
                </p>
              ) : (
                <QueryBoundary query={query} what="the retention preview">
                  {(preview) => <RetentionResult preview={preview} />}
                </QueryBoundary>
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

function askedOf(
  { deletes, kind, timeZone, to }: ScheduleForm,
  rules: ScheduleForm['rules'],
  asked: AskedSelection,
  schedule: string | null,
): AskedRetention | null {
  if (!deletes || kind === 'drill' || (kind === 'snapshot' && to === '')) return null;
  return {
    ...asked,
    ...(schedule === null ? {} : { schedule }),
    kind,
    ...(to === '' ? {} : { to }),
    timeZone,
    ...rules,
  };
}
