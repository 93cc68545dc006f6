'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { timeOf } from '@/components/backups/backup-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { OtherIndexName } from '@/components/kinds/compare/pair.tsx';
import type { ChosenIndex } from '@/components/kinds/compare/start-comparison.ts';
import { backupQuery, choiceQuery } from '@/components/queries.ts';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';

export interface ChosenSides {
  /** null: not chosen yet. */
  left: ChosenIndex | { backup: string } | null;
  backup: string | undefined;
  leftCaption: string;
  leftName: ReactNode;
  leftDocuments: number | null;
  /** The chosen index; where none is chosen, the one live index of the backup's alias on the cluster of the right side. */
  right: ChosenIndex | undefined;
  /** Keys of other clusters than that of the page. */
  leftCluster: string | undefined;
  rightCluster: string | undefined;
  rightCaption: string;
  /** That live index. */
  live: string | undefined;
  rightName: ReactNode;
  rightDocuments: number | null;
}

interface Chosen {
  backup?: string;
  left?: string;
  leftCluster?: string;
  right?: string;
  rightCluster?: string;
}

/** Both sides with their names and documents, as far as they are chosen. */
export function useSides(chosen: Chosen, leftKind: 'backup' | 'index'): ChosenSides {
  const { key } = useCluster();
  const [leftCluster, rightCluster] = [useOtherCluster(chosen.leftCluster), useOtherCluster(chosen.rightCluster)];
  const backup = leftKind === 'backup' ? chosen.backup : undefined;
  const leftIndex = leftKind === 'index' ? chosen.left : undefined;
  const ofBackup = useQuery({ ...backupQuery(key, backup ?? ''), enabled: backup !== undefined });
  const row = backup === undefined ? undefined : ofBackup.data?.row;
  const live = useLiveIndex(rightCluster.key, row?.group);
  const right = chosen.right ?? live;
  return {
    left:
      backup !== undefined
        ? { backup }
        : leftIndex !== undefined
          ? { index: leftIndex, cluster: leftCluster.other }
          : null,
    backup,
    leftCluster: leftCluster.other,
    rightCluster: rightCluster.other,
    leftCaption: leftKind === 'backup' ? 'Backup' : leftCluster.caption,
    rightCaption: rightCluster.caption,
    leftName: <LeftName backup={backup} row={row} index={leftIndex} cluster={leftCluster.other} />,
    leftDocuments: useDocumentsOf(leftCluster.key, leftIndex) ?? row?.documents ?? null,
    right: right === undefined ? undefined : { index: right, cluster: rightCluster.other },
    live,
    rightName: right === undefined ? <NotChosen /> : <OtherIndexName index={right} cluster={rightCluster.other} />,
    rightDocuments: useDocumentsOf(rightCluster.key, right),
  };
}

interface LeftNameProps {
  backup: string | undefined;
  /** Of the backup, as far as it is known. */
  row: BackupRow | undefined;
  index: string | undefined;
  cluster: string | undefined;
}

function LeftName({ backup, row, index, cluster }: LeftNameProps) {
  if (row)
    return (
      <>
        <b className="font-medium">{row.group}</b>, <Time at={timeOf(row)} show="absolute" zone={false} />
      </>
    );
  if (backup !== undefined) return <code>{backup}</code>;
  return index === undefined ? <NotChosen /> : <OtherIndexName index={index} cluster={cluster} />;
}

const NotChosen = () => <span className="text-faint">not chosen</span>;

/** `key`: of the cluster of a side; `other`: the same, where it is not that of the page. */
function useOtherCluster(chosen: string | undefined): { key: string; other: string | undefined; caption: string } {
  const { key, others } = useCluster();
  if (chosen === undefined || chosen === key) return { key, other: undefined, caption: 'Index' };
  const name = others.find((other) => other.key === chosen)?.name ?? chosen;
  return { key: chosen, other: chosen, caption: `Index on ${name}` };
}

/** Of an alias with exactly one index. */
function useLiveIndex(cluster: string, alias: string | undefined): string | undefined {
  const query = useQuery({ ...choiceQuery(cluster, { alias: alias ?? '' }), enabled: alias !== undefined });
  const found = alias === undefined ? undefined : query.data?.aliases.rows.find((row) => row.alias === alias);
  return found?.indices === 1 ? found.targets[0] : undefined;
}

function useDocumentsOf(cluster: string, index: string | undefined): number | null {
  const query = useQuery({ ...choiceQuery(cluster, { index: index ?? '' }), enabled: index !== undefined });
  return (index === undefined ? undefined : query.data?.indices.find(({ name }) => name === index))?.documents ?? null;
}
