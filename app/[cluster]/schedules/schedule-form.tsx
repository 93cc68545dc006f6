'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { needsOfSchedule } from '@/lib/present/schedule-needs.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { selectionPreviewQuery } from '@/components/schedules/queries.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import { DrillFields } from './drill-fields.tsx';
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

const WAITING = 'Wait for the retention preview: it says which backups these rules would delete.';
const UNKNOWN =
  'The retention preview failed: it is unknown which backups these rules would delete. The schedule can be saved all the same.';

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
  const mayNot = useScheduleBlocked()(
    needsOfSchedule({ kind: form.kind, deletes: form.kind !== 'drill' && form.deletes }),
  );
  const blocked = mayNot ?? (preview.state === 'waiting' ? WAITING : null);
  const parts = { form, change, errorAt: errorsOf(saving.failure?.fields) };
  const verb = schedule === null ? 'Add the schedule' : 'Save the schedule';
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === null && !saving.pending) void saving.act(specOf(form));
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
      <StickyActions summary={form.deletes && form.kind !== 'drill' ? 'Old backups are deleted after each run' : ''}>
        {preview.state === 'failed' && <p className="text-small text-muted">{UNKNOWN}</p>}
        <div className="flex flex-wrap items-start gap-2">
          <Button type="submit" look="primary" size="large" pending={saving.pending && 'Saving…'} blocked={blocked}>
            {verb}
          </Button>
          <LinkButton
            look="quiet"
            size="large"
            href={schedule === null ? paths.schedules(key) : paths.schedule(key, schedule)}
          >
            Cancel
          </LinkButton>
        </div>
      </StickyActions>
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
