'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { timeOf } from '@/components/backups/backup-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { backupQuery, choiceQuery } from '@/components/queries.ts';
import { Time } from '@/components/ui/time.tsx';

export interface ChosenSides {
  /** null: not chosen yet. */
  left: { index: string } | { backup: string } | null;
  backup: string | undefined;
  leftCaption: string;
  leftName: ReactNode;
  leftDocuments: number | null;
  /** The chosen index; where none is chosen, the one live index of the backup's alias. */
  right: string | undefined;
  /** That live index. */
  live: string | undefined;
  rightName: ReactNode;
  rightDocuments: number | null;
}

interface Chosen {
  backup?: string;
  left?: string;
  right?: string;
}

/** Both sides with their names and documents, as far as they are chosen. */
export function useSides(chosen: Chosen, leftKind: 'backup' | 'index'): ChosenSides {
  const { key } = useCluster();
  const backup = leftKind === 'backup' ? chosen.backup : undefined;
  const leftIndex = leftKind === 'index' ? chosen.left : undefined;
  const ofBackup = useQuery({ ...backupQuery(key, backup ?? ''), enabled: backup !== undefined });
  const row = backup === undefined ? undefined : ofBackup.data?.row;
  const live = useLiveIndex(row?.group);
  const right = chosen.right ?? live;
  return {
    left: backup !== undefined ? { backup } : leftIndex !== undefined ? { index: leftIndex } : null,
    backup,
    leftCaption: leftKind === 'backup' ? 'Backup' : 'Index',
    leftName: row ? (
      <>
        <b className="font-medium">{row.group}</b>, <Time at={timeOf(row)} show="absolute" zone={false} />
      </>
    ) : backup !== undefined ? (
      <code>{backup}</code>
    ) : leftIndex !== undefined ? (
      <IndexName name={leftIndex} />
    ) : null,
    leftDocuments: useDocumentsOf(leftIndex) ?? row?.documents ?? null,
    right,
    live,
    rightName: right === undefined ? null : <IndexName name={right} />,
    rightDocuments: useDocumentsOf(right),
  };
}

/** Of an alias with exactly one index. */
function useLiveIndex(alias: string | undefined): string | undefined {
  const { key } = useCluster();
  const query = useQuery({ ...choiceQuery(key, { alias: alias ?? '' }), enabled: alias !== undefined });
  const found = alias === undefined ? undefined : query.data?.aliases.rows.find((row) => row.alias === alias);
  return found?.indices === 1 ? found.targets[0] : undefined;
}

function useDocumentsOf(index: string | undefined): number | null {
  const { key } = useCluster();
  const query = useQuery({ ...choiceQuery(key, { index: index ?? '' }), enabled: index !== undefined });
  return (index === undefined ? undefined : query.data?.indices.find(({ name }) => name === index))?.documents ?? null;
}
