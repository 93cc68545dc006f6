import Link from 'next/link';
import type { DrillState } from '@/lib/contract/drill-state.ts';
import { isUnproven } from '@/lib/known-backups/backup-marks.ts';
import { drillFigures } from '@/lib/present/proven-words.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { Time } from '../ui/time.tsx';
import { VerdictLine } from './verdict.tsx';

/** Whether a drill has restored the backup. null: none has. */
export function DrillLine({ drill, drillHref }: { drill: DrillState | null; drillHref: string }) {
  return (
    <VerdictLine
      level={drill === null ? 'idle' : drill.ok ? 'ok' : isUnproven(drill) ? 'warn' : 'bad'}
      name="Restore drill"
    >
      {drill === null ? 'Not proven: no drill has restored it.' : <DrillResult drill={drill} />}{' '}
      <Link className="link" prefetch={false} href={drillHref}>
        {drill === null ? 'Drill this backup…' : 'Drill it again…'}
      </Link>
    </VerdictLine>
  );
}

/** "28 Nov 04:10: 8,940 of 8,940 equal, took 41 s", or why it failed. */
export function DrillResult({ drill }: { drill: DrillState }) {
  const { key } = useCluster();
  return (
    <>
      <Link className="link" prefetch={false} href={paths.job(key, drill.job)}>
        <Time at={drill.at} show="absolute" zone={false} />
      </Link>
      {': '}
      {drill.ok
        ? `${drillFigures(drill)}${drill.limited ? ', with a limited speed' : ''}${drill.elsewhere ? ', on a drill cluster' : ''}.`
        : (drill.problem ?? 'It was not equal.')}
    </>
  );
}
