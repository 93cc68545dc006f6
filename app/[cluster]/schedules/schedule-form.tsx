'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { needsOfSchedule } from '@/lib/present/schedule-needs.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { selectionPreviewQuery } from '@/components/schedules/queries.ts';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import { DrillFields } from './drill-fields.tsx';
import { FormActions } from './form-actions.tsx';
import { errorsOf, specOf, type ScheduleForm as Form, type TypedSpec } from './form.ts';
import { KindFields } from './kind-fields.tsx';
import { RetentionFields } from './retention-fields.tsx';
import { useAskedSelection, type SaveNames } from './use-asked-selection.ts';
import { useRetentionPreview } from './use-retention-preview.ts';
import { useScheduleBlocked } from './use-schedule-blocked.ts';
import { WhatFields } from './what-fields.tsx';
import { WhenFields } from './when-fields.tsx';
import { WhereFields } from './where-fields.tsx';

/** What the page of the form gives it besides what it saves. */
export interface FormPlace {
  /** Time zones that the server knows. */
  timeZones: readonly string[];
  /** The configured place of backups, for people. */
  backupsAt: string;
  saveNames: SaveNames;
}

interface Props extends FormPlace {
  initial: Form;
  /** The name of the saved schedule; null: a new one. */
  schedule: string | null;
  /** Saves it under the name that it answers. */
  save: (spec: TypedSpec) => Promise<ActionAnswer<{ name: string }>>;
}

/** Everything a schedule is, with what it means now: the next times, what it matches, what it would delete. */
export function ScheduleForm({ backupsAt, initial, save, saveNames, schedule, timeZones }: Props) {
  const { key } = useCluster();
  const router = useRouter();
  const [form, setForm] = useState(initial);
  const change = useCallback((part: Partial<Form>) => setForm((now) => ({ ...now, ...part })), []);
  const selection = useAskedSelection(form, saveNames);
  const matches = useQuery(selectionPreviewQuery(key, selection.asked));
  const preview = useRetentionPreview(form, selection, schedule);
  const saving = useAction(save, ({ name }) => router.push(paths.schedule(key, name)));
  const deletes = form.deletes && form.kind !== 'drill';
  const mayNot = useScheduleBlocked()(needsOfSchedule({ kind: form.kind, deletes }));
  const parts = { form, change, errorAt: errorsOf(saving.failure?.fields) };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (mayNot === null && preview.state !== 'waiting' && !saving.pending) void saving.act(specOf(form));
      }}
    >
      <NotSaved failure={saving.failure} schedule={schedule} />
      <div className="grid items-start gap-4 mid:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <KindFields {...parts} />
          <WhatFields {...parts} matches={matches} asked={selection.state} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <WhenFields {...parts} timeZones={timeZones} />
          <WhereFields {...parts} backupsAt={backupsAt} />
          {form.kind === 'drill' ? <DrillFields {...parts} /> : <RetentionFields {...parts} preview={preview} />}
        </div>
      </div>
      <FormActions
        deletes={deletes}
        preview={preview.state}
        saving={saving.pending}
        blocked={mayNot}
        verb={schedule === null ? 'Add the schedule' : 'Save the schedule'}
        cancelHref={schedule === null ? paths.schedules(key) : paths.schedule(key, schedule)}
      />
    </form>
  );
}

function NotSaved({ failure, schedule }: { failure: ActionFailure | null; schedule: string | null }) {
  if (failure === null) return null;
  return (
    <FailureNotice
      className="mb-4"
      title={schedule === null ? 'The schedule was not added' : 'The schedule was not changed'}
      failure={failure}
      actions={failure.code === 'plan_changed' && <LoadAgain />}
    />
  );
}

function LoadAgain() {
  return (
    <Button size="small" onClick={() => window.location.reload()}>
      Load it again
    </Button>
  );
}
