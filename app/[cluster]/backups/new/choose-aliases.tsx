import { useState } from 'react';
import { CheckField, FieldGroup, State, TextField, Time } from '@/components/ui/index.ts';
import type { BackupGroup, BackupsPage } from '@/lib/contract/api.ts';
import { foldersOf } from '@/lib/contract/backup-folders.ts';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import { plural, shortIndexName } from '@/lib/format.ts';
import { joined, namesIn, toggled } from './names.ts';
import { OnlyFirst, SHOWN } from './only-first.tsx';
import type { Wish } from './use-wish.ts';

interface Props {
  aliases: ReadonlyMap<string, readonly IndexSummary[]>;
  backups: BackupsPage | undefined;
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** So many are found by eye. */
const FEW = 12;

/** All of them with one tick, or each by itself. */
export function ChooseAliases({ aliases, backups, wish, onChange }: Props) {
  const [find, setFind] = useState('');
  const all = wish.all === 'yes';
  const chosen = all ? new Set(aliases.keys()) : namesIn(wish.aliases);
  const groups = new Map((backups?.groups ?? []).map((group) => [group.group, group]));
  const found = [...aliases].filter(([alias]) => alias.toLowerCase().includes(find.trim().toLowerCase()));
  return (
    <FieldGroup legend="Aliases" hint="The indices behind each, filed under the alias.">
      <CheckField
        label={<b className="font-semibold">Every alias</b>}
        checked={all}
        onChange={() => onChange(all ? {} : { all: 'yes', indices: wish.indices })}
        hint={`${plural(aliases.size, 'alias', 'aliases')}.`}
      />
      {aliases.size > FEW && (
        <TextField
          label="Find an alias"
          type="search"
          className="my-2"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      )}
      {found.slice(0, SHOWN).map(([alias, targets]) => (
        <div key={alias} className="flex flex-wrap items-baseline justify-between gap-x-4 border-t py-1.5">
          <CheckField
            label={<AliasLabel alias={alias} targets={targets} />}
            checked={chosen.has(alias)}
            onChange={() => onChange({ aliases: joined(toggled(chosen, alias)), indices: wish.indices })}
          />
          <span className="pl-[26px] text-[13px] text-muted">
            <LastBackup group={groups.get(alias)} known={isKnown(backups, alias, targets)} />
          </span>
        </div>
      ))}
      {aliases.size > 0 && found.length === 0 && <p className="py-2 text-muted">No alias is called like this.</p>}
      <OnlyFirst of={found.length} />
    </FieldGroup>
  );
}

function AliasLabel({ alias, targets }: { alias: string; targets: readonly IndexSummary[] }) {
  return (
    <>
      {alias}{' '}
      <span className="text-muted">
        {targets.length === 1 ? shortIndexName(targets[0]!.name, alias) : plural(targets.length, 'index', 'indices')},{' '}
        {plural(documentsOf(targets), 'document')}
      </span>
    </>
  );
}

/** `known`: the folders in which its backups would be were all read. */
function LastBackup({ group, known }: { group: BackupGroup | undefined; known: boolean }) {
  if (group?.lastGood) return <LastGood at={group.lastGood.takenAt} overdue={group.overdue === true} />;
  if (!known) return 'last backup unknown';
  return (
    <State level="warn" className="font-normal">
      {group ? 'no good backup' : 'never backed up'}
    </State>
  );
}

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

const isKnown = (backups: BackupsPage | undefined, alias: string, targets: readonly IndexSummary[]): boolean =>
  backups !== undefined &&
  backups.problem === null &&
  !foldersOf(alias, targets).some((folder) => backups.unread.includes(folder));

const documentsOf = (targets: readonly IndexSummary[]): number | null =>
  targets.some((target) => target.documents === null)
    ? null
    : targets.reduce((sum, target) => sum + (target.documents ?? 0), 0);
