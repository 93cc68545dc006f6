import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '../cluster-context.tsx';
import { aliasNamesQuery } from '../queries.ts';
import { CheckField, FieldGroup, TextField } from '../ui/field.tsx';
import { State } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';
import type { BackupGroup, BackupsPage } from '@/lib/contract/backups-page.ts';
import type { AliasChoice, ClusterChoice } from '@/lib/contract/choice.ts';
import { plural } from '@/lib/format.ts';
import { indexParts } from '@/lib/index-parts.ts';
import { joined, namesIn, toggled, type Selection } from './selected-names.ts';
import { TruncatedNote } from './truncated-note.tsx';

interface Props {
  aliases: ClusterChoice['aliases'];
  find: string;
  onFind: (find: string) => void;
  backups: BackupsPage | undefined;
  selection: Selection;
  onChange: (selection: Selection) => void;
  /** Names that the cluster is known not to have: one that is selected all the same can be left out. Default: none. */
  gone?: readonly string[] | undefined;
  /** Below the question. Default: of a backup. */
  hint?: string;
}

/** Fewer need no field to find one. */
const FEW = 12;

/** Selects all aliases with one tick, or single ones. */
export function ChooseAliases({ aliases, find, onFind, backups, selection, onChange, hint, gone = [] }: Props) {
  const allNames = useAllNames();
  // Out of all of them, until the names of the others are here.
  const [leaving, setLeaving] = useState<string | null>(null);
  const all = selection.all === 'yes';
  const chosen = namesIn(selection.aliases);
  const groups = new Map((backups?.groups ?? []).map((group) => [group.group, group]));
  const toggle = async (alias: string) => {
    setLeaving(all ? alias : null);
    const names = all ? await allNames() : chosen;
    setLeaving(null);
    if (names !== null) onChange({ aliases: joined(toggled(names, alias)), indices: selection.indices });
  };
  return (
    <FieldGroup legend="Aliases" hint={hint ?? 'Every index of a selected alias is backed up.'}>
      <CheckField
        label={<b className="font-medium">Every alias</b>}
        checked={all}
        onChange={() => onChange(all ? {} : { all: 'yes', indices: selection.indices })}
        hint={`${plural(aliases.all, 'alias', 'aliases')}.`}
      />
      {aliases.all > FEW && (
        <TextField
          label="Find an alias"
          type="search"
          className="my-2"
          value={find}
          onChange={(event) => onFind(event.target.value)}
        />
      )}
      {(all ? [] : gone.filter((alias) => chosen.has(alias))).map((alias) => (
        <div key={alias} className="flex flex-wrap items-baseline justify-between gap-x-4 border-t py-1.5">
          <CheckField label={alias} checked onChange={() => void toggle(alias)} />
          <span className="pl-[26px] text-small text-muted">
            <State level="warn" className="font-normal">
              not on the cluster
            </State>
          </span>
        </div>
      ))}
      {aliases.rows.map((row) => (
        <div key={row.alias} className="flex flex-wrap items-baseline justify-between gap-x-4 border-t py-1.5">
          <CheckField
            label={<AliasLabel row={row} />}
            checked={all ? row.alias !== leaving : chosen.has(row.alias)}
            onChange={() => void toggle(row.alias)}
          />
          <span className="pl-[26px] text-small text-muted">
            <LastBackup group={groups.get(row.alias)} known={isKnown(backups, row)} />
          </span>
        </div>
      ))}
      {aliases.all > 0 && aliases.found === 0 && <p className="py-2 text-muted">No alias matches.</p>}
      <TruncatedNote of={aliases.found} />
    </FieldGroup>
  );
}

/** Every alias there is, at the moment one of all is left out; null: the server did not answer, and nothing changes. */
function useAllNames(): () => Promise<ReadonlySet<string> | null> {
  const { key } = useCluster();
  const client = useQueryClient();
  return () =>
    client.fetchQuery(aliasNamesQuery(key, 'all')).then(
      ({ names }) => new Set(names),
      () => null,
    );
}

function AliasLabel({ row: { alias, targets, indices, documents } }: { row: AliasChoice }) {
  return (
    <>
      {alias}{' '}
      <span className="text-muted">
        {indices === 1 ? shortName(targets[0]!, alias) : plural(indices, 'index', 'indices')},{' '}
        {plural(documents, 'document')}
      </span>
    </>
  );
}

/** As text: within a label nothing can be pressed. */
function shortName(index: string, alias: string): string {
  const { date, id } = indexParts(index, alias);
  return date === null || id === null ? index : `${date} · ${id}`;
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

const isKnown = (backups: BackupsPage | undefined, { folders }: AliasChoice): boolean =>
  backups !== undefined && backups.problem === null && !folders.some((folder) => backups.unread.includes(folder));
