import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ChooseAliases } from '@/components/backups/choose-aliases.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { backupsQuery, choiceQuery } from '@/components/queries.ts';
import { AreaField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import type { FieldsProps } from './fields-props.ts';
import type { SelectionAsked } from './use-asked-selection.ts';
import { MatchCount, type SelectionQuery } from './match-count.tsx';

interface Props extends FieldsProps {
  matches: SelectionQuery;
  asked: SelectionAsked['state'];
}

/** Which aliases and indices, with how many that are now. */
export function WhatFields({ form, errorAt, change, matches, asked }: Props) {
  const { key } = useCluster();
  const [find, setFind] = useState('');
  const choice = useQuery(choiceQuery(key, useDebounced({ alias: find, index: '' })));
  const backups = useQuery(backupsQuery(key, {}));
  const error = errorAt('what');
  return (
    <Panel title="What">
      <div className="flex flex-col gap-4">
        <QueryBoundary query={choice} what="the cluster’s aliases">
          {({ aliases }) => (
            <ChooseAliases
              aliases={aliases}
              find={find}
              onFind={setFind}
              backups={backups.data}
              hint="Whatever an alias points to when the schedule runs."
              gone={matches.data?.missing}
              selection={form.selection}
              onChange={({ all, aliases: names }) =>
                change({ selection: { ...(all ? { all } : {}), ...(names ? { aliases: names } : {}) } })
              }
            />
          )}
        </QueryBoundary>
        {form.selection.all !== 'yes' && (
          <AreaField
            label="Indices and patterns (optional)"
            rows={3}
            hint="One a line, such as logs-*. They are looked up when the schedule runs."
            value={form.patterns}
            error={errorAt('what.indices')}
            onChange={(event) => change({ patterns: event.target.value })}
          />
        )}
        {error && error !== errorAt('what.indices') && (
          <p role="alert" className="text-small font-medium text-bad">
            {error}
          </p>
        )}
        <MatchCount query={matches} asked={asked} />
      </div>
    </Panel>
  );
}
