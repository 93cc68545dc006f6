'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { canBeRestored, conditionLabel, documentsLabel, isZip, timeOf } from '@/components/backups/backup-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { backupsQuery } from '@/components/queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { SelectField } from '@/components/ui/field.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow, BackupsPage } from '@/lib/contract/backups-page.ts';
import { PageTurner } from '../backups/page-turner.tsx';
import { Choice, ChoiceBox } from './choice.tsx';

interface Props {
  alias: string | undefined;
  chosen: string | undefined;
  onAlias: (alias: string) => void;
  onChoose: (id: string) => void;
}

/** The zip files of one alias, newest first. */
export function ChooseBackup({ alias, chosen, onAlias, onChoose }: Props) {
  const { key } = useCluster();
  const [page, setPage] = useState<number>();
  const query = useQuery(backupsQuery(key, { kind: 'zip', group: alias, page, chosen }));
  return (
    <ChoiceBox>
      <QueryBoundary query={query} what="the backups">
        {(data) => (
          <>
            <Alias data={data} alias={alias} onAlias={(next) => (setPage(undefined), onAlias(next))} />
            <Rows rows={data.rows.filter(isZip)} named={alias !== undefined} chosen={chosen} onChoose={onChoose} />
            <PageTurner page={data} onPage={setPage} />
          </>
        )}
      </QueryBoundary>
    </ChoiceBox>
  );
}

function Alias({ data, alias, onAlias }: { data: BackupsPage } & Pick<Props, 'alias' | 'onAlias'>) {
  return (
    <SelectField
      label="Backups of"
      className="px-4 pt-3 pb-2 mid:px-5"
      value={alias ?? ''}
      onChange={(event) => onAlias(event.target.value)}
    >
      <option value="">every alias</option>
      {alias !== undefined && !data.groups.some(({ group }) => group === alias) && (
        <option value={alias}>{alias}</option>
      )}
      {data.groups.map(({ group }) => (
        <option key={group} value={group}>
          {group}
        </option>
      ))}
    </SelectField>
  );
}

function Rows({
  rows,
  named,
  chosen,
  onChoose,
}: { rows: readonly BackupRow[]; named: boolean } & Pick<Props, 'chosen' | 'onChoose'>) {
  if (rows.length === 0)
    return (
      <div className="p-4 mid:px-5">
        <EmptyState title="There is no zip backup to compare" actions={<BackUpLink>Back up now</BackUpLink>}>
          A comparison reads the documents of a zip file. Of a snapshot, restore the index and compare it.
        </EmptyState>
      </div>
    );
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Backup to compare</legend>
      {rows.map((row) => (
        <Choice
          key={row.id}
          name="backup"
          value={row.id}
          checked={row.id === chosen}
          disabled={!canBeRestored(row)}
          onChoose={() => onChoose(row.id)}
          aside={canBeRestored(row) ? documentsLabel(row) : <State level="warn">{conditionLabel(row).word}</State>}
        >
          {!named && <b className="mr-2 font-medium">{row.group}</b>}
          <Time at={timeOf(row)} zone={false} />
        </Choice>
      ))}
    </fieldset>
  );
}
