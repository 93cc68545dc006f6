import { useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { choicesAddress, choicesIn } from '@/components/restore/choices-address.ts';
import { rememberChoices } from '@/components/restore/choices.ts';
import type { ActionAnswer } from '@/components/use-action.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import { tooLong } from './override-form.tsx';

/** Long overrides that the server has stored; the address has only their key. */
export type SavedInput = Pick<RestoreChoicesInput, 'settings' | 'mappings'> | null;

export type SaveInput = (input: {
  cluster: string;
  settings: string;
  mappings: string;
}) => Promise<ActionAnswer<{ key: string }>>;

/** How long a person types before the plan is made again. */
const TYPING_MS = 500;
/** Most encoded characters of overrides in an address; the server stores longer ones. */
const LONGEST_IN_ADDRESS = 1_500;

/**
 * What is typed: shown at once, and after a pause in the address and in the plan. `asked` is what the address carries: the
 * server stores long overrides first, and the address has their key.
 */
export function useChoices(cluster: string, row: BackupRow, savedInput: SavedInput, saveInput: SaveInput) {
  const [address, writeAddress] = useQueryStates(choicesAddress);
  const [asked, setAsked] = useState(() => choicesIn(address));
  const [choices, setChoices] = useState<RestoreChoicesInput>(() => ({ ...without(asked, ['typed']), ...savedInput }));
  const [settled, setSettled] = useState(choices);
  const [notSaved, setNotSaved] = useState<Record<string, string>>({});
  const alias = lookedUpAlias(row, asked.alias);

  useEffect(() => {
    if (choices === settled) return;
    let left = false;
    const settle = async () => {
      const { settings = '', mappings = '' } = choices;
      const long = encodeURIComponent(settings).length + encodeURIComponent(mappings).length > LONGEST_IN_ADDRESS;
      const unusable = tooLong(settings) ?? tooLong(mappings);
      const answer =
        long && unusable === undefined ? await saveInput({ cluster, settings, mappings }).catch(() => NOT_SAVED) : null;
      if (left) return;
      if (answer !== null && !answer.ok)
        return setNotSaved({ [settings.length > mappings.length ? 'settings' : 'mappings']: answer.failure.message });
      setNotSaved({});
      setAsked(
        answer === null
          ? long
            ? without(choices, ['settings', 'mappings'])
            : choices
          : { ...without(choices, ['settings', 'mappings']), typed: answer.value.key },
      );
      setSettled(choices);
    };
    const timer = setTimeout(() => void settle(), TYPING_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [choices, settled, cluster, saveInput]);

  useEffect(() => {
    void writeAddress({ ...EMPTY_ADDRESS, ...asked });
    rememberChoices(cluster, alias, asked);
  }, [asked, cluster, alias, writeAddress]);

  const change = useCallback((next: Partial<RestoreChoicesInput>) => {
    setChoices(
      (now) =>
        Object.fromEntries(
          Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined && value !== ''),
        ) as RestoreChoicesInput,
    );
  }, []);
  return useMemo(
    () => ({ alias, choices, settled, asked, notSaved, change }),
    [alias, choices, settled, asked, notSaved, change],
  );
}

export type Choosing = ReturnType<typeof useChoices>;

/** The backup was looked up by this alias; any other one was typed. */
export const isOneOf = (row: BackupRow, alias: string | undefined) => alias !== undefined && row.names.includes(alias);

/** The alias by which the backup was looked up; where another one was typed, the group of the backup. */
export const lookedUpAlias = (row: BackupRow, alias: string | undefined): string =>
  isOneOf(row, alias) ? alias! : row.group;

const EMPTY_ADDRESS = Object.fromEntries(Object.keys(choicesAddress).map((name) => [name, null]));

const NOT_SAVED: ActionAnswer<never> = {
  ok: false,
  failure: {
    code: 'unreachable',
    message: 'Restore Desk’s own server did not answer: your input is not saved yet. Change it to try again.',
  },
};

const without = (choices: RestoreChoicesInput, names: readonly (keyof RestoreChoicesInput)[]): RestoreChoicesInput =>
  Object.fromEntries(
    Object.entries(choices).filter(([name]) => !names.includes(name as keyof RestoreChoicesInput)),
  ) as RestoreChoicesInput;
