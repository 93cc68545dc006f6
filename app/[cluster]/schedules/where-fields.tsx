import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { repositoriesQuery } from '@/components/snapshot-queries.ts';
import { SelectField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { FieldsProps } from './fields-props.ts';

/** Where backups are written, or from where a drill takes them. `backupsAt`: the configured place, for people. */
export function WhereFields(props: FieldsProps & { backupsAt: string }) {
  const { key } = useCluster();
  const query = useQuery(repositoriesQuery(key));
  const { backupsAt, errorAt, form } = props;
  // It needs no answer of the cluster.
  if (form.kind === 'backup' && form.to === '')
    return (
      <Panel title="Where">
        <p className="[overflow-wrap:anywhere]">{backupsAt}</p>
        <p className="text-small text-muted">
          The configured place of backups. Another one is named with <code>restore-desk schedule add --to</code>.
        </p>
        {errorAt('to') && (
          <p role="alert" className="text-small font-medium text-bad">
            {errorAt('to')}
          </p>
        )}
      </Panel>
    );
  return (
    <Panel title={form.kind === 'drill' ? 'From where' : 'Where'}>
      <QueryBoundary query={query} what="the repositories">
        {({ rows }) => (
          <PlaceField
            {...props}
            repositories={rows.filter(({ readOnly }) => form.kind === 'drill' || !readOnly).map(({ name }) => name)}
          />
        )}
      </QueryBoundary>
    </Panel>
  );
}

interface PlaceProps extends FieldsProps {
  backupsAt: string;
  repositories: readonly string[];
}

function PlaceField({ backupsAt, change, errorAt, form, repositories }: PlaceProps) {
  const { kind, to } = form;
  const places = kind === 'backup' ? [] : repositories;
  return (
    <SelectField
      label={kind === 'drill' ? 'Backups' : kind === 'snapshot' ? 'Repository' : 'Place'}
      hint={
        kind === 'snapshot' && repositories.length === 0
          ? 'No repository is registered into which snapshots can be taken.'
          : undefined
      }
      value={to}
      error={errorAt('to')}
      onChange={(event) => change({ to: event.target.value })}
    >
      {kind === 'snapshot' ? (
        <option value="">Choose a repository</option>
      ) : (
        <option value="">Zip files in {backupsAt}</option>
      )}
      {/* One that the command line named, or that is no longer registered. */}
      {to !== '' && !places.includes(to) && <option value={to}>{to}</option>}
      {places.map((name) => (
        <option key={name} value={name}>
          {kind === 'drill' ? `Snapshots in ${name}` : name}
        </option>
      ))}
    </SelectField>
  );
}
