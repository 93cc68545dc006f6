import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { Verdict, VerdictLine } from '@/components/backups/verdict.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { StateLevel } from '@/components/ui/state.tsx';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { formatCount, plural } from '@/lib/format.ts';

const READABLE: Record<SnapshotPage['readable']['state'], StateLevel> = {
  readable: 'ok',
  'too-new': 'bad',
  'too-old': 'bad',
  unknown: 'unknown',
};

/** Whether the snapshot can be relied on, in one verdict, and what that rests on. */
export function SnapshotVerdict({ page }: { page: SnapshotPage }) {
  const { level, word } = snapshotState(page.state);
  const shards = shardLine(page);
  const proof = proofLine(page);
  return (
    <Panel title={<span className="text-caption text-faint">Condition</span>}>
      <Verdict level={level}>{word}</Verdict>
      <ul>
        <VerdictLine level={shards.level} name="Shards">
          {shards.sentence}
        </VerdictLine>
        <VerdictLine level={READABLE[page.readable.state]} name="Version">
          {page.readable.sentence}
        </VerdictLine>
        <VerdictLine level={proof.level} name="Proof">
          {proof.sentence}
        </VerdictLine>
        {!page.ofThisCluster && (
          <VerdictLine level="unknown" name="Cluster">
            {page.repository} is read-only here, so another cluster may have taken it. It does not count as a backup of
            this one.
          </VerdictLine>
        )}
      </ul>
    </Panel>
  );
}

interface Line {
  level: StateLevel;
  sentence: string;
}

function shardLine({ state, shards, failures, moreFailures }: SnapshotPage): Line {
  if (state === 'IN_PROGRESS') return { level: 'live', sentence: 'They are being saved now.' };
  if (shards === null) return { level: 'unknown', sentence: 'The server does not say how many there are.' };
  const failed = Math.max(shards.failed, failures.length + moreFailures);
  if (failed === 0) return { level: 'ok', sentence: `All ${formatCount(shards.total)} are saved.` };
  return {
    level: 'warn',
    sentence: `${formatCount(failed)} of ${plural(shards.total, 'shard')} ${failed === 1 ? 'is' : 'are'} missing. It never counts as a good backup.`,
  };
}

function proofLine({ proof, job, indices }: SnapshotPage): Line {
  if (proof === null || job === null)
    return {
      level: 'unknown',
      sentence: 'Unknown: it was not taken by this installation, so its documents were not counted.',
    };
  const open = indices.filter((index) => index.proof === 'bracketed');
  if (proof === 'exact')
    return {
      level: 'ok',
      sentence: 'Exact: nothing was written while it was taken. A restore must have these documents.',
    };
  return {
    level: 'idle',
    sentence:
      open.length === 0
        ? 'Bracketed: its documents are between the two numbers below.'
        : `Bracketed: of ${plural(open.length, 'index', 'indices')} the documents are only known to be between two numbers.`,
  };
}
