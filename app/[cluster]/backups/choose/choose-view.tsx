'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { aliasQuery, canBeRestored } from '@/components/backups/words.ts';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { Live } from '@/components/live.tsx';
import { paths, withQuery } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { useRemembered } from '@/components/restore/choices.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { Button, Heading, Panel, SelectField } from '@/components/ui/index.ts';
import { useSearch } from '@/components/use-search.ts';
import type { BackupRow, BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { Unreadable } from '../directory-trouble.tsx';
import { ChoiceList } from './choice-list.tsx';
import { ChosenPanel } from './chosen-panel.tsx';
import { wantedIn } from './wanted.ts';

interface Props {
  cluster: ClusterWords;
  initial: BackupsPage;
  initialWanted: Partial<BackupsFilter>;
  blocked: Blocked;
}

/** The first step: which backup of which alias. Unless one is named, the newest good one is chosen already. */
export function ChooseView({ cluster, initial, initialWanted, blocked }: Props) {
  const [search, changeSearch] = useSearch();
  const asked = wantedIn(search);
  const alias = asked.group ?? initial.groups[0]?.group ?? null;
  const wanted = { ...asked, group: alias ?? undefined };
  const isInitial = JSON.stringify(wanted) === JSON.stringify(initialWanted);
  const query = useQuery({
    ...backupsQuery(cluster.key, wanted),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const replace = (next: Replacement) => {
    changeSearch(() =>
      withQuery('', { alias: next.alias ?? alias ?? undefined, backup: next.backup, page: next.page }),
    );
  };

  return (
    <>
      <RestoreSteps cluster={cluster.key} alias={alias} current={0} />
      <Heading
        takeFocus
        sub={
          <p>
            On {cluster.name} ({cluster.environment}). Nothing is changed before you have seen what would happen.
          </p>
        }
      >
        Restore {alias ?? 'a backup'}: from which backup?
      </Heading>
      <Live query={query} what="the backups">
        {(data) =>
          data.problem !== null ? (
            <Unreadable page={data} />
          ) : (
            <ChooseForm
              cluster={cluster.key}
              data={data}
              alias={alias}
              wanted={wanted}
              looking={query.isPlaceholderData}
              blocked={blocked}
              onReplace={replace}
            />
          )
        }
      </Live>
    </>
  );
}

/** What an address says from now on; the alias stays where none is named. */
interface Replacement {
  alias?: string;
  backup?: string;
  page?: number;
}

interface FormProps {
  cluster: string;
  data: BackupsPage;
  alias: string | null;
  wanted: Partial<BackupsFilter>;
  looking: boolean;
  blocked: Blocked;
  onReplace: (next: Replacement) => void;
}

function ChooseForm({ cluster, data, alias, wanted, looking, blocked, onReplace }: FormProps) {
  const router = useRouter();
  const remembered = useRemembered(cluster, alias);
  const chosen = chosenOf(data, wanted);
  return (
    <form
      className="grid items-start gap-3.5 min-[860px]:grid-cols-[minmax(0,1fr)_330px]"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null && canBeRestored(chosen) && !blocked.restore)
          router.push(paths.restore(cluster, chosen.id, { ...aliasQuery(chosen, alias), ...remembered }));
      }}
    >
      <Panel
        title="Backups, newest first"
        tag={<span className="text-[13px] text-muted">{formatCount(data.matching)}</span>}
      >
        <AliasField data={data} alias={alias} onChoose={(next) => onReplace({ alias: next })} />
        <ChoiceList
          cluster={cluster}
          data={data}
          alias={alias}
          chosen={chosen?.id}
          onChoose={(backup) => onReplace({ backup, page: wanted.page })}
        />
        {data.pages > 1 && (
          <Turner data={data} onPage={(page) => onReplace({ backup: wanted.chosen ?? chosen?.id, page })} />
        )}
      </Panel>
      <ChosenPanel
        cluster={cluster}
        alias={alias}
        wanted={wanted}
        chosen={chosen}
        looking={looking}
        blocked={blocked}
      />
    </form>
  );
}

function AliasField({
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
      className="mb-3 max-w-sm"
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

function Turner({ data, onPage }: { data: BackupsPage; onPage: (page: number) => void }) {
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2.5">
      <Button size="small" blocked={data.page <= 1 && 'This is the first page.'} onClick={() => onPage(data.page - 1)}>
        Newer
      </Button>
      <Button
        size="small"
        blocked={data.page >= data.pages && 'This is the last page.'}
        onClick={() => onPage(data.page + 1)}
      >
        Older
      </Button>
      <span className="text-muted">
        Page {formatCount(data.page)} of {formatCount(data.pages)}
      </span>
    </div>
  );
}

/** The one that is named, wherever it stands, and never another in its place. */
function chosenOf(data: BackupsPage, { group, chosen, page }: Partial<BackupsFilter>): BackupRow | null {
  // While another alias is looked for, the rows are still those of the last one.
  const rows = data.rows.filter((row) => group === undefined || row.names.includes(group));
  if (chosen !== undefined) return [...rows, data.chosen].find((row) => row?.id === chosen) ?? null;
  return page !== undefined && page > 1 ? null : (rows.find((row) => row.lastGood) ?? rows.find(canBeRestored) ?? null);
}
