import Link from 'next/link';
import { conditionLabel } from '@/components/backups/backup-labels.ts';
import { DrillLine } from '@/components/backups/drill-line.tsx';
import { Verdict, VerdictLine } from '@/components/backups/verdict.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import { describeSize } from '@/lib/present/backup-size.ts';

/** Whether the backup can be relied on, in one verdict, and what that rests on. */
export function ConditionCard({ detail }: { detail: BackupDetail }) {
  const { key } = useCluster();
  const { row, summary, others } = detail;
  const { level, word, sentence } = conditionLabel(row);
  const size = describeSize(row, others);
  return (
    <Panel title={<span className="text-caption text-faint">Condition</span>}>
      <Verdict level={level}>{word}</Verdict>
      <ul>
        <VerdictLine level={level === 'idle' ? 'idle' : level} name="Read to its end">
          {row.verified === null ? 'Not yet. Verify it to read every document.' : <LastReading detail={detail} />}
        </VerdictLine>
        <VerdictLine level={summary.manifest ? 'ok' : 'unknown'} name="Complete when written">
          {summary.manifest ? 'Documents counted; with settings, mappings and aliases.' : sentenceWithout(sentence)}
        </VerdictLine>
        <DrillLine drill={row.drill ?? null} drillHref={paths.drillBackup(key, row.id)} />
        <VerdictLine level={size.level} name="Size">
          {size.sentence}
        </VerdictLine>
        <VerdictLine level={row.lastGood ? 'ok' : 'idle'} name="Last good">
          {lastGoodSentence(detail)}
        </VerdictLine>
        {summary.manifest?.warnings.map((warning) => (
          <VerdictLine key={warning} level="warn" name="Warning">
            {warning}
          </VerdictLine>
        ))}
      </ul>
    </Panel>
  );
}

function LastReading({ detail: { row } }: { detail: BackupDetail }) {
  const cluster = useCluster();
  if (row.verified === null) return null;
  return (
    <>
      <Link className="link" prefetch={false} href={paths.job(cluster.key, row.verified.job)}>
        <Time at={row.verified.at} show="absolute" zone={false} />
      </Link>
      {': '}
      {row.verified.ok ? 'every checksum matches, every document is counted.' : row.verified.sentence}
    </>
  );
}

/** A file of another tool: what it promises is counted by a verification. */
const sentenceWithout = (sentence: string): string =>
  sentence === ''
    ? 'The file has no manifest.'
    : 'Unknown: the file has no manifest. A verification counts its documents.';

function lastGoodSentence({ row, others }: BackupDetail): string {
  if (row.lastGood) return `No newer backup of ${row.group} is good.`;
  if (others === null) return 'Unknown: not every backup could be read.';
  return row.state === 'verified' || row.state === 'complete'
    ? `A newer backup of ${row.group} is good.`
    : 'This one is not known to be good.';
}
