'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { backupsQuery } from '@/components/queries.ts';
import { useRemembered } from '@/components/restore/choices.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { SelectField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { BackupsFilter, BackupsPage, ListedBackup } from '@/lib/contract/backups-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { Unreadable } from '../directory-notices.tsx';
import { Lost } from '../lost.tsx';
import { PageTurner } from '../page-turner.tsx';
import { RepositoryNotices } from '../repository-notices.tsx';
import { ChoiceList } from './choice-list.tsx';
import { ChosenPanel } from './chosen-panel.tsx';
import { choiceAddress, urlKeys } from './address.ts';
import { canBeChosen, defaultAlias, reviewOfChoice } from './choices-of.ts';

interface Props {
  initial: BackupsPage;
  initialWanted: Partial<BackupsFilter>;
}

/** The first step: which backup of which alias. Unless one is named, the newest good one is chosen already. */
export function ChooseView({ initial, initialWanted }: Props) {
  const cluster = useCluster();
  const [asked, changeAsked] = useFilter(choiceAddress, { urlKeys });
  const alias = asked.group ?? defaultAlias(initial);
  const wanted = { ...asked, group: alias ?? undefined };
  const isInitial = JSON.stringify(wanted) === JSON.stringify(initialWanted);
  const query = useQuery({
    ...backupsQuery(cluster.key, wanted),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const replace = (next: Replacement) => {
    changeAsked({ group: next.alias ?? alias ?? undefined, chosen: next.backup, page: next.page });
  };

  return (
    <>
      <RestoreSteps alias={alias} current={0} />
      <Heading
        takeFocus
        sub={
          <p>
            On {cluster.name} ({cluster.environment}). Nothing is changed before you have reviewed the plan.
          </p>
        }
      >
        Restore {alias ?? 'a backup'}: from which backup?
      </Heading>
      <QueryBoundary query={query} what="the backups">
        {(data) =>
          data.problem !== null && data.rows.length === 0 ? (
            <Unreadable page={data} />
          ) : (
            <>
              {data.problem === null ? (
                <Lost page={data} />
              ) : (
                <div className="mb-4">
                  <Unreadable page={data} />
                </div>
              )}
              <div className="mb-4 flex flex-col gap-4 empty:hidden">
                <RepositoryNotices known={data.snapshots} />
              </div>
              <ChooseForm
                data={data}
                alias={alias}
                wanted={wanted}
                looking={query.isPlaceholderData}
                onReplace={replace}
              />
            </>
          )
        }
      </QueryBoundary>
    </>
  );
}

/** The new address. Without an alias the current one stays. */
interface Replacement {
  alias?: string;
  backup?: string;
  page?: number;
}

interface FormProps {
  data: BackupsPage;
  alias: string | null;
  wanted: Partial<BackupsFilter>;
  looking: boolean;
  onReplace: (next: Replacement) => void;
}

function ChooseForm({ data, alias, wanted, looking, onReplace }: FormProps) {
  const cluster = useCluster();
  const blocked = useBlocked('restore');
  const router = useRouter();
  const remembered = useRemembered(cluster.key, alias);
  const chosen = chosenOf(data, wanted);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null && canBeChosen(chosen) && blocked === null)
          router.push(reviewOfChoice(cluster.key, chosen, { alias, remembered }));
      }}
    >
      <WithRail rail={<ChosenPanel alias={alias} wanted={wanted} chosen={chosen} looking={looking} />}>
        <Panel
          flush
          title="Backups, newest first"
          tag={<span className="text-small text-muted">{formatCount(data.matchingBackups)}</span>}
          actions={<AliasField data={data} alias={alias} onChoose={(next) => onReplace({ alias: next })} />}
        >
          <ChoiceList
            data={data}
            alias={alias}
            chosen={chosen?.id}
            onChoose={(backup) => onReplace({ backup, page: wanted.page })}
          />
        </Panel>
        <PageTurner page={data} onPage={(page) => onReplace({ backup: wanted.chosen ?? chosen?.id, page })} />
      </WithRail>
    </form>
  );
}

export function AliasField({
  data,
  alias,
  onChoose,
}: {
  data: BackupsPage;
  alias: string | null;
  onChoose: (alias: string) => void;
}) {
  return (
    <SelectField
      label="Alias"
      className="max-w-full"
      value={alias ?? ''}
      onChange={(event) => onChoose(event.target.value)}
    >
      {!data.groups.some((group) => group.group === alias) && (
        <option value={alias ?? ''}>{alias ?? 'Choose an alias'}</option>
      )}
      {data.groups.map((group) => (
        <option key={group.group} value={group.group}>
          {group.group} ({plural(group.backups, 'backup')})
        </option>
      ))}
    </SelectField>
  );
}

/** The backup that the address names, on whichever page it is, and never another instead. */
export function chosenOf(data: BackupsPage, { group, chosen, page }: Partial<BackupsFilter>): ListedBackup | null {
  // While another alias is looked for, the rows are still those of the last one.
  const rows = data.rows.filter((row) => group === undefined || row.names.includes(group));
  if (chosen !== undefined) return [...rows, data.chosen].find((row) => row?.id === chosen) ?? null;
  return page !== undefined && page > 1 ? null : (rows.find((row) => row.lastGood) ?? rows.find(canBeChosen) ?? null);
}
