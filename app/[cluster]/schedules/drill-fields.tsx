import { useRef } from 'react';
import { AreaField, CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { FieldsProps } from './fields-props.ts';
import { EMPTY_PROBE, type TypedProbe } from './form.ts';

const MOST_PROBES = 20;

/** Which backups a drill restores, how fast, and which queries the restored index must answer. */
export function DrillFields({ form, errorAt, change }: FieldsProps) {
  const add = useRef<HTMLButtonElement>(null);
  const remove = (place: number) => {
    change({ probes: form.probes.filter((_, other) => other !== place) });
    // The pressed button is gone.
    add.current?.focus();
  };
  const setProbe = (place: number, probe: TypedProbe) =>
    change({ probes: form.probes.map((each, other) => (other === place ? probe : each)) });
  return (
    <Panel title="Drill">
      <div className="flex flex-col gap-4">
        <FieldGroup legend="Which backups">
          <CheckField
            type="radio"
            name="which"
            label="The newest good backup of each alias"
            checked={form.which === 'newest'}
            onChange={() => change({ which: 'newest' })}
          />
          <CheckField
            type="radio"
            name="which"
            label="Of one alias in each run, in turn"
            checked={form.which === 'turns'}
            onChange={() => change({ which: 'turns' })}
          />
        </FieldGroup>
        <TextField
          label="At most so many documents per second (optional)"
          inputMode="numeric"
          hint="Protects searches from the load. Of a snapshot the nodes copy files: there the cluster’s own limits apply."
          maxLength={8}
          value={form.documentsPerSecond}
          error={errorAt('drill.documentsPerSecond')}
          onChange={(event) => change({ documentsPerSecond: event.target.value })}
        />
        {form.probes.map((probe, place) => (
          <ProbeFields
            key={place}
            number={place + 1}
            probe={probe}
            errorAt={(path) => errorAt(`drill.probes.${place}${path}`)}
            onChange={(next) => setProbe(place, next)}
            onRemove={() => remove(place)}
          />
        ))}
        <div>
          <Button
            ref={add}
            size="small"
            blocked={form.probes.length >= MOST_PROBES && `A drill has at most ${MOST_PROBES} probe queries.`}
            onClick={() => change({ probes: [...form.probes, EMPTY_PROBE] })}
          >
            Add a probe query
          </Button>
        </div>
      </div>
    </Panel>
  );
}

interface ProbeProps {
  number: number;
  probe: TypedProbe;
  errorAt: (path: string) => string | undefined;
  onChange: (probe: TypedProbe) => void;
  onRemove: () => void;
}

/** A query that a restored index must answer with enough hits. */
function ProbeFields({ number, probe, errorAt, onChange, onRemove }: ProbeProps) {
  const of = (field: string) => errorAt(`.${field}`);
  const own = ['name', 'query', 'minHits', 'likeLivePercent'].some((field) => of(field)) ? undefined : errorAt('');
  return (
    <FieldGroup legend={`Probe query ${number}`} className="border-t pt-3">
      <div className="flex flex-col gap-3">
        <TextField
          label={`Name of probe ${number}`}
          maxLength={100}
          value={probe.name}
          error={of('name')}
          onChange={(event) => onChange({ ...probe, name: event.target.value })}
        />
        <AreaField
          label={`Query of probe ${number}`}
          rows={2}
          hint="Words as in a search, or one clause of the query DSL as JSON. No scripts."
          maxLength={10_000}
          value={probe.query}
          error={of('query')}
          onChange={(event) => onChange({ ...probe, query: event.target.value })}
        />
        <div className="grid gap-3 mid:grid-cols-2">
          <TextField
            label={`At least so many hits (probe ${number})`}
            inputMode="numeric"
            maxLength={12}
            value={probe.minHits}
            error={of('minHits') ?? own}
            onChange={(event) => onChange({ ...probe, minHits: event.target.value })}
          />
          <TextField
            label={`As live within so many per cent (probe ${number})`}
            inputMode="decimal"
            maxLength={5}
            value={probe.likeLivePercent}
            error={of('likeLivePercent')}
            onChange={(event) => onChange({ ...probe, likeLivePercent: event.target.value })}
          />
        </div>
        <div>
          <Button size="small" look="quiet" onClick={onRemove}>
            Remove probe {number}
          </Button>
        </div>
      </div>
    </FieldGroup>
  );
}
