import Link from 'next/link';
import type { ReactNode } from 'react';
import { conditionLabel } from '@/components/backups/backup-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import { describeSize } from '@/lib/present/backup-size.ts';

/** Whether the backup can be relied on, in one verdict, and what that rests on. */
export function ConditionCard({ detail }: { detail: BackupDetail }) {
  const { row, summary, others } = detail;
  const { level, word, sentence } = conditionLabel(row);
  const size = describeSize(row, others);
  return (
    <Panel title={<span className="text-caption text-faint">Condition</span>}>
      <Verdict level={level}>{word}</Verdict>
      <ul>
        <Line level={level === 'idle' ? 'idle' : level} name="Read to its end">
          {row.verified === null ? 'Not yet. Verify it to read every document.' : <LastReading detail={detail} />}
        </Line>
        <Line level={summary.manifest ? 'ok' : 'unknown'} name="Complete when written">
          {summary.manifest ? 'Documents counted; with settings, mappings and aliases.' : sentenceWithout(sentence)}
        </Line>
        <Line level={size.level} name="Size">
          {size.sentence}
        </Line>
        <Line level={row.lastGood ? 'ok' : 'idle'} name="Last good">
          {lastGoodSentence(detail)}
        </Line>
        {summary.manifest?.warnings.map((warning) => (
          <Line key={warning} level="warn" name="Warning">
            {warning}
          </Line>
        ))}
      </ul>
    </Panel>
  );
}

export function Verdict({ level, children }: { level: StateLevel; children: ReactNode }) {
  const colour = { ok: 'text-ok', bad: 'text-bad', warn: 'text-warn' }[level as string] ?? 'text-text';
  return (
    <h3 className={`mb-3 flex items-center gap-2.5 text-[19px] leading-7 font-semibold tracking-[-0.02em] ${colour}`}>
      <Shape level={level} />
      <span className="min-w-0 [overflow-wrap:anywhere] first-letter:uppercase">{children}</span>
    </h3>
  );
}

function Line({ level, name, children }: { level: StateLevel; name: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] items-start gap-x-3 border-t py-2.5 text-small side:grid-cols-[14px_150px_minmax(0,1fr)]">
      <Shape level={level} className="mt-[3px]" />
      <span className="font-medium">{name}</span>
      <span className="text-muted max-side:col-start-2">{children}</span>
    </li>
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
