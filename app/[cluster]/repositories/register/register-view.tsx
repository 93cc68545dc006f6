'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TypeSupport } from '@/lib/contract/repositories-page.ts';
import { formOf } from '@/lib/contract/repository-types.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { repositoriesQuery } from '@/components/snapshot-queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { FormPlan } from '../form-plan.tsx';
import { emptyForm, missingFields, settingLines } from '../form-settings.ts';
import { PlanFailure } from '@/components/plan-failure.tsx';
import { SettingFields } from '../setting-fields.tsx';
import { TypeChoice } from '../type-choice.tsx';
import { TypeNotice } from '../type-notice.tsx';
import { useRepositoryPlan, type ChangeAction } from '../use-repository-plan.ts';

/** Type, name, settings; then what the cluster would do. */
export function RegisterView({ action }: { action: ChangeAction }) {
  const cluster = useCluster();
  const query = useQuery(repositoriesQuery(cluster.key));
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            On <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}). Every node verifies it:
            one that fails is not registered.
          </>
        }
      >
        Register a repository
      </Heading>
      <QueryBoundary query={query} what="the types of the cluster">
        {({ types }) => <RegisterForm types={types} action={action} />}
      </QueryBoundary>
    </>
  );
}

function RegisterForm({ types, action }: { types: readonly TypeSupport[]; action: ChangeAction }) {
  const [form, setForm] = useState(() => emptyForm('fs'));
  const support = types.find(({ type }) => type === form.type);
  const isMissing = support?.state === 'missing';
  const missing = missingFields(form);
  const planning = useRepositoryPlan(
    isMissing || missing.length > 0
      ? null
      : { action: 'register', name: form.name.trim(), type: form.type.trim(), settings: settingLines(form) },
    action,
  );
  const fields = { ...failureOf(planning.query.error).fields, ...planning.failure?.fields };
  return (
    <>
      <PlanFailure failure={planning.failure} title="The repository was not registered" />
      <div className="grid items-start gap-4 mid:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title="Repository">
          <div className="flex flex-col gap-4">
            <TypeChoice
              types={types}
              type={form.type}
              error={fields.type}
              onChange={(type) => setForm((now) => ({ ...now, type }))}
            />
            {(isMissing || formOf(form.type) !== null) && <TypeNotice support={support} />}
            {!isMissing && (
              <>
                <TextField
                  label="Name"
                  mono
                  required
                  value={form.name}
                  error={fields.name}
                  onChange={(event) => setForm((now) => ({ ...now, name: event.target.value }))}
                />
                <SettingFields form={form} error={fields.settings} onChange={setForm} />
              </>
            )}
          </div>
        </Panel>
        {!isMissing && (
          <div className="min-w-0 mid:sticky mid:top-[calc(var(--top)+24px)]">
            <FormPlan planning={planning} missing={missing} verb="Register" />
          </div>
        )}
      </div>
    </>
  );
}
