'use client';
import { useQuery } from '@tanstack/react-query';
import { useId, type FormEvent } from 'react';
import { INCIDENT_KINDS, KIND_LABELS } from '@/lib/contract/incident-kinds.ts';
import { MOST_REASON } from '@/lib/contract/incident-limits.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { aliasNamesQuery } from '@/components/queries.ts';
import { Button } from '@/components/ui/button.tsx';
import { SelectField, TextField } from '@/components/ui/field.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useNow } from '@/components/ui/use-now.ts';
import type { MuteActing } from './mute-dialog.tsx';
import { aliasHint, endOf, inputOf, LENGTHS, useTypedMute, type MutedAbout, type TypedMute } from './typed-mute.ts';

interface Props {
  /** What the fields begin with. */
  about: MutedAbout;
  acting: MuteActing;
  onCancel: () => void;
}

export function MuteForm({ about, acting, onCancel }: Props) {
  const { key } = useCluster();
  const { press, set, typed, wrong } = useTypedMute(about);
  const errors: Partial<Record<'alias' | 'from' | 'until' | 'reason', string>> = {
    ...acting.failure?.fields,
    ...wrong,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    press();
    const input = inputOf(key, typed, Date.now());
    if (input !== null) void acting.act(input);
  };
  return (
    <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3.5">
      {acting.failure && <FailureNotice title="The messages were not muted" failure={acting.failure} />}
      <AliasField
        value={typed.alias}
        kind={typed.kind}
        error={errors.alias}
        onChange={(next) => set({ alias: next })}
      />
      <SelectField
        label="Kind of incident"
        value={typed.kind}
        onChange={(event) => set({ kind: event.target.value as TypedMute['kind'] })}
      >
        <option value="">All kinds</option>
        {INCIDENT_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_LABELS[kind]}
          </option>
        ))}
      </SelectField>
      <TimesFields typed={typed} errors={errors} set={set} />
      <TextField
        label="Why"
        placeholder="Reindex of government"
        maxLength={MOST_REASON}
        error={errors.reason}
        value={typed.reason}
        onChange={(event) => set({ reason: event.target.value })}
      />
      <EndLine typed={typed} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" pending={acting.pending && 'Muting…'}>
          Mute messages
        </Button>
      </div>
    </form>
  );
}

interface TimesProps {
  typed: TypedMute;
  errors: Partial<Record<'from' | 'until', string>>;
  set: (next: Partial<TypedMute>) => void;
}

function TimesFields({ typed, errors, set }: TimesProps) {
  const isTyped = typed.length === 'typed';
  return (
    <>
      <div className="grid gap-3.5 mid:grid-cols-2">
        <TextField
          label="From, in UTC"
          hint="Empty: now."
          placeholder="2026-11-30 22:00"
          maxLength={40}
          error={errors.from}
          value={typed.from}
          onChange={(event) => set({ from: event.target.value })}
        />
        <SelectField
          label="For"
          value={typed.length}
          error={isTyped ? undefined : errors.until}
          onChange={(event) => set({ length: event.target.value as TypedMute['length'] })}
        >
          {LENGTHS.map(([length, words]) => (
            <option key={length} value={length}>
              {words}
            </option>
          ))}
        </SelectField>
      </div>
      {isTyped && (
        <TextField
          label="Until, in UTC"
          placeholder="2026-11-30 23:30"
          maxLength={40}
          error={errors.until}
          value={typed.until}
          onChange={(event) => set({ until: event.target.value })}
        />
      )}
    </>
  );
}

/** A component of its own, so that each minute renders nothing else. */
function EndLine({ typed }: { typed: TypedMute }) {
  const now = useNow(60);
  const end = now === null ? null : endOf(typed, now);
  return (
    <p className="min-h-[19px] text-small text-muted">
      {end !== null && (
        <>
          Muted until <Time at={end} />.
        </>
      )}
    </p>
  );
}

interface AliasFieldProps {
  value: string;
  kind: TypedMute['kind'];
  error: string | undefined;
  onChange: (next: string) => void;
}

/** Any name is taken: the alias may be missing, or be made later. */
function AliasField({ value, kind, error, onChange }: AliasFieldProps) {
  const { key } = useCluster();
  const list = useId();
  const names = useQuery(aliasNamesQuery(key, 'all')).data?.names;
  const isUnknown = value.trim() !== '' && names !== undefined && !names.includes(value.trim());
  return (
    <>
      <TextField
        label="Alias"
        hint={aliasHint(kind, isUnknown)}
        list={list}
        maxLength={255}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {names?.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
