import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { failureOf } from '@/components/route-request.ts';
import { timesPreviewQuery } from '@/components/schedules/queries.ts';
import { CheckField, FieldGroup, SelectField, TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import { NextTimes } from '@/components/schedules/next-times.tsx';
import { errorsOf } from './form.ts';
import type { FieldsProps } from './fields-props.ts';
import { PRESETS } from './presets.ts';

/** At which times, as a sentence and as the next five; and what happens to a missed run. */
export function WhenFields({ form, errorAt, change, timeZones }: FieldsProps & { timeZones: readonly string[] }) {
  const { key } = useCluster();
  const { cron, timeZone } = form;
  const query = useQuery(timesPreviewQuery(key, useTimes(cron, timeZone)));
  const failure = query.error && failureOf(query.error);
  const isEmpty = cron.trim() === '';
  const known = isEmpty || failure ? undefined : query.data;
  const typedAt = errorsOf(isEmpty ? undefined : failure?.fields);
  const error = (path: string) => typedAt(path) ?? errorAt(path);
  return (
    <Panel title="When">
      <div className="flex flex-col gap-4">
        <CronFields cron={cron} error={error('cron')} change={change} />
        <SelectField
          label="Time zone"
          value={timeZone}
          error={error('timeZone')}
          onChange={(event) => change({ timeZone: event.target.value })}
        >
          {!timeZones.includes(timeZone) && <option value={timeZone}>{timeZone}</option>}
          {timeZones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </SelectField>
        <div className="flex min-h-36 flex-col gap-2">
          <p role="status" className={known ? 'font-medium [overflow-wrap:anywhere]' : 'text-small text-muted'}>
            {isEmpty ? 'Type a cron expression.' : (failure?.message ?? known?.sentence ?? 'Computing the next times…')}
          </p>
          {known && <NextTimes times={known.next} timeZone={timeZone} />}
        </div>
        <MissedFields form={form} change={change} />
      </div>
    </Panel>
  );
}

interface CronProps extends Pick<FieldsProps, 'change'> {
  cron: string;
  error: string | undefined;
}

/** Common times to choose, which fill in the expression. */
function CronFields({ change, cron, error }: CronProps) {
  const preset = PRESETS.some((each) => each.cron === cron.trim()) ? cron.trim() : '';
  return (
    <div className="grid gap-4 mid:grid-cols-2">
      <SelectField
        label="Repeat"
        value={preset}
        onChange={(event) => event.target.value !== '' && change({ cron: event.target.value })}
      >
        {PRESETS.map(({ cron: value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        <option value="">At other times</option>
      </SelectField>
      <TextField
        label="Cron expression"
        mono
        hint="Minute, hour, day of the month, month, day of the week."
        maxLength={200}
        value={cron}
        error={error}
        onChange={(event) => change({ cron: event.target.value })}
      />
    </div>
  );
}

function MissedFields({ form, change }: Pick<FieldsProps, 'form' | 'change'>) {
  return (
    <FieldGroup legend="If Restore Desk did not run at the time">
      <CheckField
        type="radio"
        name="missed"
        label="Run once when it starts again"
        checked={form.missed === 'run'}
        onChange={() => change({ missed: 'run' })}
      />
      <CheckField
        type="radio"
        name="missed"
        label="Only record that the run was missed"
        checked={form.missed === 'record'}
        onChange={() => change({ missed: 'record' })}
      />
    </FieldGroup>
  );
}

/** Two values that change one by one, as one. */
function useTimes(cron: string, timeZone: string) {
  return { cron: useDebounced(cron.trim()), timeZone: useDebounced(timeZone) };
}
