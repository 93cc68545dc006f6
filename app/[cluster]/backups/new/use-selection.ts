import { useQueryStates, type Values } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import { presentIn } from '@/components/address-parsers.ts';
import type { ActionAnswer, ActionFailure } from '@/components/use-action.ts';
import type { Selection } from '@/components/backups/selected-names.ts';
import { selectionAddress } from './address.ts';

/** What an address carries: names, or the key of those that the server keeps. */
export type AddressSelection = Selection & { kept?: string };
export type SaveNames = (input: {
  cluster: string;
  aliases: string;
  indices: string;
}) => Promise<ActionAnswer<{ key: string }>>;

/** Encoded characters of names in an address. Every proxy on the way accepts this many. */
const LONGEST_IN_ADDRESS = 4_000;
/** A pause after the last tick, after which a long selection is stored on the server. */
const TICKING_MS = 400;

/**
 * What is selected: shown at once, and written to the address. `asked` is what the address carries, `settled` whether that is
 * what is shown. `forgotten`: the address has a key under which the server no longer has names.
 */
export function useSelection(cluster: string, kept: Selection | null, saveInput: SaveNames) {
  const [address, writeAddress] = useQueryStates(selectionAddress);
  const [inAddress] = useState(() => ({ ...selectionIn(address), overdue: address.overdue === 'yes' }));
  const [asked, setAsked] = useState<AddressSelection>(() => (kept === null ? named(inAddress) : selectionIn(address)));
  const [selection, setSelection] = useState<Selection>(() =>
    kept === null ? named(inAddress) : { ...kept, ...(inAddress.all ? { all: inAddress.all } : {}) },
  );
  const [settled, setSettled] = useState(selection);
  const [failure, setFailure] = useState<ActionFailure | null>(null);

  useEffect(() => {
    if (selection === settled) return;
    let left = false;
    const settle = (next: AddressSelection) => {
      setFailure(null);
      setAsked(next);
      setSettled(selection);
    };
    const { aliases = '', indices = '', all } = selection;
    if (encodeURIComponent(aliases + indices).length <= LONGEST_IN_ADDRESS) return settle(selection);
    const timer = setTimeout(() => {
      void saveInput({ cluster, aliases, indices })
        .catch((): ActionAnswer<never> => ({
          ok: false,
          failure: {
            code: 'unreachable',
            message: 'Restore Desk’s own server did not answer.',
            hint: 'Tick or untick one to try again.',
          },
        }))
        .then((answer) => {
          if (left) return;
          if (answer.ok) settle({ kept: answer.value.key, ...(all ? { all } : {}) });
          else setFailure(answer.failure);
        });
    }, TICKING_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [selection, settled, cluster, saveInput]);

  useEffect(() => void writeAddress({ ...EMPTY_ADDRESS, ...asked }), [asked, writeAddress]);

  const change = useCallback((next: Selection) => setSelection(next), []);
  return {
    selection,
    asked,
    settled: selection === settled,
    forgotten: inAddress.kept !== undefined && kept === null,
    failure,
    /** The address asks for every alias whose backup is overdue. */
    overdue: inAddress.overdue,
    change,
  };
}

const EMPTY_ADDRESS = {
  aliases: null,
  indices: null,
  all: null,
  kept: null,
  alias: null,
  index: null,
  overdue: null,
};

function selectionIn({ aliases, alias, indices, index, kept, all }: Values<typeof selectionAddress>): AddressSelection {
  return presentIn({
    all,
    ...(kept === null ? { aliases: aliases ?? alias, indices: indices ?? index } : { kept }),
  });
}

const named = ({ aliases, indices, all }: AddressSelection): Selection => presentIn({ aliases, indices, all });
