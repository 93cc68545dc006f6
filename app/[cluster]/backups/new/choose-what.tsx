import { useState } from 'react';
import { CheckField, Disclosure, EmptyState, FieldGroup, State, Tag, TextField, Time } from '@/components/ui/index.ts';
import type { BackupsPage } from '@/lib/contract/api.ts';
import { foldersOf } from '@/lib/contract/backup-folders.ts';
import type { ClusterIndices, IndexSummary } from '@/lib/contract/indices.ts';
import { formatCount, plural, shortIndexName } from '@/lib/format.ts';
import type { Wish } from './use-wish.ts';

const namesIn = (text: string | undefined) => new Set((text ?? '').split(',').filter((name) => name !== ''));
const joined = (names: ReadonlySet<string>) => ([...names].join(',') === '' ? undefined : [...names].join(','));

/** Every alias with the age of its last backup, to be ticked; single indices too. */
export function ChooseWhat({
  indices,
  backups,
  wish,
  onChange,
}: {
  indices: ClusterIndices;
  backups: BackupsPage | undefined;
  wish: Wish;
  onChange: (wish: Wish) => void;
}) {
  const [find, setFind] = useState('');
  const [findAlias, setFindAlias] = useState('');
  const behind = aliasesOf(indices.indices);
  const groups = new Map((backups?.groups ?? []).map((group) => [group.group, group]));
  const aliases = namesIn(wish.aliases);
  const names = namesIn(wish.indices);
  const all = wish.all === 'yes';
  const flip = (set: ReadonlySet<string>, name: string) => {
    const next = new Set(set);
    if (!next.delete(name)) next.add(name);
    return next;
  };
  if (behind.size === 0 && indices.indices.length === 0)
    return <EmptyState title="The cluster has no indices">There is nothing to back up.</EmptyState>;
  const foundAliases = [...behind].filter(([alias]) => alias.toLowerCase().includes(findAlias.trim().toLowerCase()));
  const found = indices.indices.filter((index) => index.name.includes(find.trim().toLowerCase()));
  return (
    <div className="flex flex-col gap-4">
      <FieldGroup legend="Aliases" hint="The indices behind each, filed under the alias.">
        <CheckField
          label={<b className="font-semibold">Every alias</b>}
          checked={all}
          onChange={() => onChange(all ? {} : { all: 'yes', indices: wish.indices })}
          hint={`${plural(behind.size, 'alias', 'aliases')}.`}
        />
        {behind.size > FEW && (
          <TextField
            label="Find an alias"
            type="search"
            className="my-2"
            value={findAlias}
            onChange={(event) => setFindAlias(event.target.value)}
          />
        )}
        {foundAliases.slice(0, SHOWN).map(([alias, targets]) => {
          const group = groups.get(alias);
          return (
            <div key={alias} className="flex flex-wrap items-baseline justify-between gap-x-4 border-t py-1.5">
              <CheckField
                label={
                  <>
                    {alias}{' '}
                    <span className="text-muted">
                      {targets.length === 1
                        ? shortIndexName(targets[0]!.name, alias)
                        : plural(targets.length, 'index', 'indices')}
                      , {plural(documentsOf(targets), 'document')}
                    </span>
                  </>
                }
                checked={all || aliases.has(alias)}
                onChange={() =>
                  onChange({
                    aliases: joined(flip(all ? new Set(behind.keys()) : aliases, alias)),
                    indices: wish.indices,
                  })
                }
              />
              <span className="pl-[26px] text-[13px] text-muted">
                {group?.lastGood ? (
                  <LastGood at={group.lastGood.takenAt} overdue={group.overdue === true} />
                ) : backups === undefined || isUnread(backups, alias, targets) ? (
                  'last backup unknown'
                ) : (
                  <State level="warn" className="font-normal">
                    {group ? 'no good backup' : 'never backed up'}
                  </State>
                )}
              </span>
            </div>
          );
        })}
        {behind.size > 0 && foundAliases.length === 0 && (
          <p className="py-2 text-muted">No alias is called like this.</p>
        )}
        {foundAliases.length > SHOWN && (
          <p className="py-2 text-[13px] text-muted">
            The first {formatCount(SHOWN)} of {formatCount(foundAliases.length)}: type more of the name.
          </p>
        )}
      </FieldGroup>
      <Disclosure
        openOnce={names.size > 0 || behind.size === 0}
        summary={`Choose single indices${names.size > 0 ? ` (${formatCount(names.size)} chosen)` : ''}`}
      >
        <div className="mt-2 flex flex-col gap-2">
          <TextField
            label="Find an index"
            type="search"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
          <div className="max-h-80 overflow-y-auto rounded-md border px-3 py-1">
            {found.slice(0, SHOWN).map((index) => (
              <CheckField
                key={index.uuid}
                label={
                  <>
                    <code>{index.name}</code> <span className="text-muted">{plural(index.documents, 'document')}</span>{' '}
                    {index.state === 'closed' && <Tag tone="warn">closed</Tag>}
                  </>
                }
                checked={names.has(index.name)}
                onChange={() =>
                  onChange({ aliases: wish.aliases, all: wish.all, indices: joined(flip(names, index.name)) })
                }
              />
            ))}
            {found.length === 0 && <p className="py-2 text-muted">No index is called like this.</p>}
            {found.length > SHOWN && (
              <p className="py-2 text-[13px] text-muted">
                The first {formatCount(SHOWN)} of {formatCount(found.length)}: type more of the name.
              </p>
            )}
          </div>
        </div>
      </Disclosure>
    </div>
  );
}

const isUnread = ({ problem, unread }: BackupsPage, alias: string, targets: readonly IndexSummary[]) =>
  problem !== null || foldersOf(alias, targets).some((folder) => unread.includes(folder));

const SHOWN = 100;
/** So many are found by eye. */
const FEW = 12;

function LastGood({ at, overdue }: { at: string; overdue: boolean }) {
  return overdue ? (
    <State level="warn" className="font-normal">
      overdue: <Time at={at} show="relative" />
    </State>
  ) : (
    <>
      last <Time at={at} show="relative" />
    </>
  );
}

function aliasesOf(indices: readonly IndexSummary[]): Map<string, IndexSummary[]> {
  const behind = new Map<string, IndexSummary[]>();
  for (const index of indices)
    for (const { alias } of index.aliases) behind.set(alias, [...(behind.get(alias) ?? []), index]);
  return new Map([...behind].sort(([a], [b]) => a.localeCompare(b, 'en')));
}

const documentsOf = (targets: readonly IndexSummary[]): number | null =>
  targets.some((target) => target.documents === null)
    ? null
    : targets.reduce((sum, target) => sum + (target.documents ?? 0), 0);
