'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { Condition } from '@/components/backups/condition.tsx';
import { aliasQuery, canBeRestored, conditionWords, timeOf } from '@/components/backups/words.ts';
import { Live } from '@/components/live.tsx';
import { paths, withQuery } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { useRemembered } from '@/components/restore/choices.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import {
  Button,
  EmptyState,
  Heading,
  LinkButton,
  Panel,
  Pinned,
  SelectField,
  Tag,
  Time,
  useEarly,
} from '@/components/ui/index.ts';
import { useSearch } from '@/components/use-search.ts';
import type { BackupRow, BackupsFilter, BackupsPage } from '@/lib/contract/api.ts';
import { formatBytes, formatChange, formatCount, plural, shortIndexName } from '@/lib/format.ts';
import { Unreadable } from '../directory-trouble.tsx';
import { wantedIn } from './wanted.ts';

interface Props {
  cluster: ClusterWords;
  initial: BackupsPage;
  initialWanted: Partial<BackupsFilter>;
  blocked: Blocked;
}

/** The first step: which backup of which alias. Unless one is named, the newest good one is chosen already. */
export function ChooseView({ cluster, initial, initialWanted, blocked }: Props) {
  const router = useRouter();
  const [search, changeSearch] = useSearch();
  const asked = wantedIn(search);
  const alias = asked.group ?? initial.groups[0]?.group ?? null;
  const wanted = { ...asked, group: alias ?? undefined };
  const isInitial = JSON.stringify(wanted) === JSON.stringify(initialWanted);
  const query = useQuery({
    ...backupsQuery(cluster.key, wanted),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const remembered = useRemembered(cluster.key, alias);
  const replace = (next: { alias?: string; backup?: string; page?: number }) => {
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
        {(data) => {
          if (data.problem !== null) return <Unreadable cluster={cluster} page={data} blocked={blocked} />;
          const chosen = chosenOf(data, wanted);
          const possible = chosen !== null && canBeRestored(chosen);
          const turnTo = (page: number) => replace({ backup: wanted.chosen ?? chosen?.id, page });
          return (
            <form
              className="grid items-start gap-3.5 min-[860px]:grid-cols-[minmax(0,1fr)_330px]"
              onSubmit={(event) => {
                event.preventDefault();
                if (possible && !blocked.restore)
                  router.push(paths.restore(cluster.key, chosen.id, { ...aliasQuery(chosen, alias), ...remembered }));
              }}
            >
              <Panel
                title="Backups, newest first"
                tag={<span className="text-[13px] text-muted">{formatCount(data.matching)}</span>}
              >
                <SelectField
                  label="Alias"
                  className="mb-3 max-w-sm"
                  value={alias ?? ''}
                  onChange={(event) => replace({ alias: event.target.value })}
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
                {data.rows.length === 0 ? (
                  <EmptyState
                    title={alias === null ? 'There is no backup yet' : `There is no backup of ${alias}`}
                    actions={
                      <LinkButton
                        href={paths.backUp(cluster.key, { alias: alias ?? undefined })}
                        blocked={blocked['back-up']}
                      >
                        Back up now
                      </LinkButton>
                    }
                  >
                    Looked for in <code>{data.directory}</code>.
                  </EmptyState>
                ) : (
                  <fieldset>
                    <legend className="sr-only">Backup to restore</legend>
                    {data.rows.map((row) => (
                      <Choice
                        key={row.id}
                        cluster={cluster.key}
                        row={row}
                        alias={alias}
                        live={liveDocuments(data.aliases, alias)}
                        checked={row.id === chosen?.id}
                        onChoose={() => replace({ backup: row.id, page: wanted.page })}
                      />
                    ))}
                  </fieldset>
                )}
                {data.pages > 1 && (
                  <div className="mt-3 flex flex-wrap items-center gap-2.5">
                    <Button
                      size="small"
                      blocked={data.page <= 1 && 'This is the first page.'}
                      onClick={() => turnTo(data.page - 1)}
                    >
                      Newer
                    </Button>
                    <Button
                      size="small"
                      blocked={data.page >= data.pages && 'This is the last page.'}
                      onClick={() => turnTo(data.page + 1)}
                    >
                      Older
                    </Button>
                    <span className="text-muted">
                      Page {formatCount(data.page)} of {formatCount(data.pages)}
                    </span>
                  </div>
                )}
              </Panel>
              <Panel
                title="Chosen"
                tone={possible ? 'accent' : 'plain'}
                className="min-[860px]:sticky min-[860px]:top-3.5"
              >
                <p className="[overflow-wrap:anywhere]">
                  {possible ? (
                    <>
                      <b className="font-semibold">{alias ?? chosen.group}</b> as of <Time at={timeOf(chosen)} />:{' '}
                      {plural(chosen.documents, 'document')}.
                    </>
                  ) : (
                    <WhyNone wanted={wanted} alias={alias} chosen={chosen} looking={query.isPlaceholderData} />
                  )}
                </p>
                <Pinned
                  line={
                    possible ? (
                      <>
                        {alias ?? chosen.group} as of <Time at={timeOf(chosen)} />:{' '}
                        {plural(chosen.documents, 'document')}.
                      </>
                    ) : (
                      'No backup is chosen.'
                    )
                  }
                >
                  <Button
                    type="submit"
                    look="primary"
                    className="w-full max-[859px]:flex-1"
                    blocked={blocked.restore ?? (possible ? null : 'Choose a backup first.')}
                  >
                    Review the restore
                  </Button>
                  <LinkButton href={paths.overview(cluster.key)}>Cancel</LinkButton>
                </Pinned>
              </Panel>
            </form>
          );
        }}
      </Live>
    </>
  );
}

/** The one that is named, wherever it stands, and never another in its place. */
function chosenOf(data: BackupsPage, { group, chosen, page }: Partial<BackupsFilter>): BackupRow | null {
  // While another alias is looked for, the rows are still those of the last one.
  const rows = data.rows.filter((row) => group === undefined || row.names.includes(group));
  if (chosen !== undefined) return [...rows, data.chosen].find((row) => row?.id === chosen) ?? null;
  return page !== undefined && page > 1 ? null : (rows.find((row) => row.lastGood) ?? rows.find(canBeRestored) ?? null);
}

function WhyNone({
  wanted,
  alias,
  chosen,
  looking,
}: {
  wanted: Partial<BackupsFilter>;
  alias: string | null;
  chosen: BackupRow | null;
  looking: boolean;
}) {
  if (chosen !== null)
    return (
      <span className="text-warn">
        {chosen.id} can’t be restored: {conditionWords(chosen).sentence} Choose another one.
      </span>
    );
  if (looking) return <span className="text-muted">Looking…</span>;
  if (wanted.chosen !== undefined)
    return (
      <span className="text-warn">
        {wanted.chosen} is not among the backups of {alias ?? 'this cluster'}: it was deleted or renamed since. Choose
        another one.
      </span>
    );
  return (
    <span className="text-muted">
      {wanted.page !== undefined && wanted.page > 1 ? 'None yet.' : 'No backup of this alias can be restored.'}
    </span>
  );
}

const liveDocuments = (aliases: BackupsPage['aliases'], alias: string | null): number | null =>
  alias === null ? null : (aliases?.[alias] ?? null);

function Choice({
  cluster,
  row,
  alias,
  live,
  checked,
  onChoose,
}: {
  cluster: string;
  row: BackupRow;
  alias: string | null;
  live: number | null;
  checked: boolean;
  onChoose: () => void;
}) {
  const possible = canBeRestored(row);
  const radio = useEarly<HTMLInputElement>({ checked, onChange: onChoose });
  return (
    <label
      className={`grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-b px-1 py-2.5 last:border-b-0 min-[560px]:grid-cols-[auto_minmax(0,1fr)_150px_130px] ${checked ? 'bg-accent-soft' : ''} ${possible ? 'cursor-pointer' : ''}`}
    >
      <input
        ref={radio}
        type="radio"
        name="backup"
        value={row.id}
        checked={checked}
        disabled={!possible}
        onChange={onChoose}
        className="mt-1"
        aria-label={`${alias ?? row.group} as of ${timeOf(row)}, ${plural(row.documents, 'document')}`}
      />
      <span className="min-w-0">
        <span className="font-semibold">
          <Time at={timeOf(row)} />
        </span>{' '}
        {row.lastGood && <Tag tone="ok">last good</Tag>} {row.origin === 'es_dump_restore' && <Tag>es_dump</Tag>}
        <code className="block text-faint">
          {row.index === null ? row.id : shortIndexName(row.index, alias ?? row.group)}
        </code>
      </span>
      <span className="min-[560px]:text-right max-[559px]:col-start-2">
        {plural(row.documents, 'document')}
        <span className="block text-[13px] text-muted">
          {live === null || row.documents === null
            ? formatBytes(row.fileBytes)
            : `${formatChange(row.documents - live)} against live`}
        </span>
      </span>
      <span className="max-[559px]:col-start-2">
        <Condition cluster={cluster} row={row} />
      </span>
    </label>
  );
}
