import { useQueryStates } from 'nuqs';
import { useEffect, useState } from 'react';
import type { BackupWay } from '@/lib/present/recommended-backup.ts';
import { wayAddress } from './address.ts';

/** What is typed for a snapshot. Empty: the default. */
export interface SnapshotChoice {
  repository: string;
  name: string;
  why: string;
  digest: boolean;
}

/** Zip file or snapshot, and what is typed for a snapshot: shown at once, and written to the address. `way` null: the recommended one. */
export function useWay() {
  const [address, writeAddress] = useQueryStates(wayAddress);
  const [way, setWay] = useState<BackupWay | null>(address.as);
  const [choice, setChoice] = useState<SnapshotChoice>({
    repository: address.repository ?? '',
    name: address.name ?? '',
    why: address.why ?? '',
    digest: address.digest === 'yes',
  });
  useEffect(
    () =>
      void writeAddress({
        as: way,
        repository: choice.repository || null,
        name: choice.name || null,
        why: choice.why || null,
        digest: choice.digest ? 'yes' : null,
      }),
    [way, choice, writeAddress],
  );
  return { way, setWay, choice, setChoice };
}
