import { useCallback, useEffect, useMemo, useState } from 'react';
import { replaceSearch } from '@/components/address.ts';
import { withQuery } from '@/components/paths.ts';
import { choicesOf, rememberChoices } from '@/components/restore/choices.ts';
import type { ActionAnswer } from '@/components/use-act.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { TypedRestoreChoices } from '@/lib/kinds/restore/review.ts';
import { tooLong } from './override-form.tsx';

/** Long overrides, as the server keeps them: an address only names them. */
export type Kept = Pick<TypedRestoreChoices, 'settings' | 'mappings'> | null;

export type Keep = (input: {
  cluster: string;
  settings: string;
  mappings: string;
}) => Promise<ActionAnswer<{ key: string }>>;

/** How long a person types before the plan is made again. */
const TYPING_MS = 500;
/** Encoded characters of overrides that an address carries, whatever stands between; longer ones are kept by the server. */
const LONGEST_IN_ADDRESS = 1_500;

/**
 * What is typed: at once on the screen, after a pause in the address and in the plan. `asked` is what an address carries:
 * long overrides are kept by the server first, and named by a key there.
 */
export function useChoices(cluster: string, row: BackupRow, initialSearch: string, kept: Kept, keep: Keep) {
  const [asked, setAsked] = useState<TypedRestoreChoices>(() => choicesOf(new URLSearchParams(initialSearch)));
  const [choices, setChoices] = useState<TypedRestoreChoices>(() => ({ ...without(asked, ['typed']), ...kept }));
  const [settled, setSettled] = useState(choices);
  const [notKept, setNotKept] = useState<Record<string, string>>({});
  const alias = isOneOf(row, asked.alias) ? asked.alias! : row.group;

  useEffect(() => {
    if (choices === settled) return;
    let left = false;
    const settle = async () => {
      const { settings = '', mappings = '' } = choices;
      const long = encodeURIComponent(settings).length + encodeURIComponent(mappings).length > LONGEST_IN_ADDRESS;
      const unusable = tooLong(settings) ?? tooLong(mappings);
      const answer =
        long && unusable === undefined ? await keep({ cluster, settings, mappings }).catch(() => NOT_KEPT) : null;
      if (left) return;
      if (answer !== null && !answer.ok)
        return setNotKept({ [settings.length > mappings.length ? 'settings' : 'mappings']: answer.failure.message });
      setNotKept({});
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
  }, [choices, settled, cluster, keep]);

  useEffect(() => {
    replaceSearch(withQuery('', asked));
    rememberChoices(cluster, alias, asked);
  }, [asked, cluster, alias]);

  const change = useCallback((next: Partial<TypedRestoreChoices>) => {
    setChoices(
      (now) =>
        Object.fromEntries(
          Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined && value !== ''),
        ) as TypedRestoreChoices,
    );
  }, []);
  return useMemo(
    () => ({ alias, choices, settled, asked, notKept, change }),
    [alias, choices, settled, asked, notKept, change],
  );
}

export type Choosing = ReturnType<typeof useChoices>;

/** The backup was looked up by this alias; any other one was typed. */
export const isOneOf = (row: BackupRow, alias: string | undefined) => alias !== undefined && row.names.includes(alias);

const NOT_KEPT: ActionAnswer<never> = {
  ok: false,
  failure: {
    code: 'unreachable',
    message: 'Restore Desk’s own server did not answer: what was typed is not kept yet. Change it to try again.',
  },
};

const without = (choices: TypedRestoreChoices, names: readonly (keyof TypedRestoreChoices)[]): TypedRestoreChoices =>
  Object.fromEntries(
    Object.entries(choices).filter(([name]) => !names.includes(name as keyof TypedRestoreChoices)),
  ) as TypedRestoreChoices;
