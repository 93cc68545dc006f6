'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { repositoriesQuery } from '@/components/snapshot-queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { FormPlan } from '../form-plan.tsx';
import { formOfRepository, missingFields, settingLines } from '../form-settings.ts';
import { NotRegistered } from '../not-registered.tsx';
import { PlanFailure } from '@/components/plan-failure.tsx';
import { SettingFields } from '../setting-fields.tsx';
import { useRepositoryPlan, type ChangeAction } from '../use-repository-plan.ts';

/** The settings of a registered repository, as they are now, to be changed. Name and type remain. */
export function ChangeView({ name, action }: { name: string; action: ChangeAction }) {
  const cluster = useCluster();
  const query = useQuery(repositoriesQuery(cluster.key, name));
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            On <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}). No file and no snapshot
            is changed. Every node verifies it again.
          </>
        }
      >
        Change {name === '' ? 'a repository' : name}
      </Heading>
      <QueryBoundary query={query} what="the repository">
        {({ rows }) => {
          const row = rows.find((each) => each.name === name);
          return row ? <ChangeForm row={row} action={action} /> : <NotRegistered name={name} />;
        }}
      </QueryBoundary>
    </>
  );
}

function ChangeForm({ row, action }: { row: RepositoryRow; action: ChangeAction }) {
  const [form, setForm] = useState(() => formOfRepository(row));
  const missing = missingFields(form);
  const settings = settingLines(form);
  const planning = useRepositoryPlan(
    missing.length > 0 ? null : { action: 'change', name: row.name, type: row.type, settings },
    action,
  );
  const fields = { ...failureOf(planning.query.error).fields, ...planning.failure?.fields };
  return (
    <>
      <PlanFailure failure={planning.failure} title="The repository was not changed" />
      <div className="grid items-start gap-4 mid:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title="Settings">
          <div className="flex flex-col gap-4">
            <Facts>
              <Fact name="Name">
                <code>{row.name}</code>
              </Fact>
              <Fact name="Type">{row.typeLabel}</Fact>
            </Facts>
            <SettingFields form={form} error={fields.settings} onChange={setForm} />
          </div>
        </Panel>
        <div className="min-w-0 mid:sticky mid:top-[calc(var(--top)+24px)]">
          <FormPlan planning={planning} missing={missing} verb="Change" name={row.name} />
        </div>
      </div>
    </>
  );
}
