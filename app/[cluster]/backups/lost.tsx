'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { LostSentences, lostTitle } from '@/components/backups/lost-backups.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import { plural } from '@/lib/format.ts';

export type ForgetLost = (input: { cluster: string; backups: number }) => Promise<ActionAnswer<{ forgotten: number }>>;

interface Props {
  page: Pick<BackupsPage, 'lost' | 'directory'>;
  /** Without it nothing is offered but the facts. */
  forget?: ForgetLost;
  className?: string;
}

/** The alarm of backups that were listed before and are gone. */
export function Lost({ page: { lost, directory }, forget, className = 'mb-4' }: Props) {
  if (lost === null) return null;
  return (
    <Notice
      tone="bad"
      live="alert"
      className={className}
      title={lostTitle(lost, directory)}
      actions={forget && <ForgetButton backups={lost.backups} forget={forget} />}
    >
      <LostSentences lost={lost} directory={directory} />
      {forget && (
        <p className="text-muted">
          If somebody deleted them on purpose, forget them to end this warning. The audit log records it.
        </p>
      )}
    </Notice>
  );
}

function ForgetButton({ backups, forget }: { backups: number; forget: ForgetLost }) {
  const cluster = useCluster();
  const blocked = useBlocked('delete-backup');
  const client = useQueryClient();
  const { act, pending, failure } = useAction(forget, () => void client.invalidateQueries());
  return (
    <>
      <Button
        blocked={blocked}
        pending={pending && 'Forgetting…'}
        onClick={() => void act({ cluster: cluster.key, backups })}
      >
        Forget {plural(backups, 'missing backup')}
      </Button>
      {failure && <FailureNotice failure={failure} title="Nothing was forgotten" />}
    </>
  );
}
