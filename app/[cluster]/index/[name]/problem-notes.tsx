import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { Time } from '@/components/ui/time.tsx';
import { isDrillIndex } from '@/lib/contract/drill-index.ts';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { formatCount, formatList, formatPercent, plural } from '@/lib/format.ts';
import type { ExistingIndex } from './standing.ts';

interface Props {
  page: IndexPage;
  standing: ExistingIndex;
}

/** What is wrong with the index, the worst first, and what to do about each. */
export function ProblemNotes({ page, standing }: Props) {
  const { index, listed } = standing;
  return (
    <>
      <LossNote page={page} standing={standing} />
      <HealthNote page={page} standing={standing} />
      {index.state === 'closed' && (
        <Notice tone="warn" title="This index is closed">
          <p>It holds its documents on disk, and can be neither searched nor written. Its documents are not counted.</p>
        </Notice>
      )}
      {isDrillIndex(index.name) && (
        <Notice tone="info" title="A restore drill made this index">
          <p>
            It tries a backup, and deletes the index at its end. One that a stopped drill left is deleted by the next
            one.
          </p>
        </Notice>
      )}
      {index.loading && !isDrillIndex(index.name) && (
        <Notice tone="warn" title="A restore fills this index, or did not finish">
          <p>It is not complete. If a restore of this Restore Desk fills it, its job is in the history of this page.</p>
        </Notice>
      )}
      {index.adding === true && (
        <Notice tone="warn" title="A Restore Desk was adding documents to this index, maybe still">
          <p>It may lack some of them. If it is a job of this Restore Desk, it is in the history of this page.</p>
        </Notice>
      )}
      {index.blocks.length > 0 && (
        <Notice
          tone="warn"
          title={`${plural(index.blocks.length, 'block')} on this index: ${formatList(index.blocks)}`}
        >
          {index.blocks.map((block) => (
            <p key={block}>{BLOCKS.get(block) ?? `The block ${block} is set.`}</p>
          ))}
        </Notice>
      )}
      {!listed && (
        <Notice tone="info" title="This is a system index">
          <p>
            Its name begins with a dot. The lists of indices leave it out, its documents over time are not recorded, and
            clean-ups never delete it.
          </p>
        </Notice>
      )}
    </>
  );
}

const BLOCKS = new Map([
  ['write', 'Documents can’t be written (index.blocks.write).'],
  ['read', 'Documents can’t be searched (index.blocks.read).'],
  ['read_only', 'Documents, settings and mappings can’t be changed (index.blocks.read_only).'],
  [
    'read_only_allow_delete',
    'Documents can’t be written, only the index deleted (index.blocks.read_only_allow_delete). The cluster sets it when a disk is full.',
  ],
  ['metadata', 'Settings, mappings and aliases can be neither read nor changed (index.blocks.metadata).'],
]);

/** The alias’s loss, against its last good backup, and when it was seen. */
function LossNote({ page, standing: { group, loss } }: Props) {
  const { key } = useCluster();
  const [seen] = page.losses;
  if (loss === null && seen === undefined) return null;
  return (
    <Notice
      tone={loss === null ? 'warn' : 'bad'}
      title={
        seen === undefined ? (
          `${group ?? 'Its alias'} ${loss?.word ?? ''}`
        ) : (
          <>
            Lost {formatPercent(seen.from - seen.to, seen.from)} of its documents at{' '}
            <Time at={seen.at} show="absolute" />
          </>
        )
      }
      actions={
        page.backups.restorable !== null && (
          <LinkButton size="small" href={paths.compare(key, { backup: page.backups.restorable.id, right: page.name })}>
            See what was lost
          </LinkButton>
        )
      }
    >
      {seen && (
        <p>
          {formatCount(seen.to)} of {plural(seen.from, 'document')} were left.
        </p>
      )}
      {loss && (
        <div>
          <NamedText text={loss.sentence} named={group === null ? [] : [{ name: group, of: 'alias' }]} />
        </div>
      )}
    </Notice>
  );
}

function HealthNote({ page: { health }, standing: { index } }: Props) {
  if (index.health !== 'red' && index.health !== 'yellow') return null;
  const isRed = index.health === 'red';
  return (
    <Notice
      tone={isRed ? 'bad' : 'warn'}
      title={
        isRed
          ? 'Red: at least one primary shard is on no node'
          : 'Yellow: every document is there, with fewer copies than its settings ask for'
      }
    >
      {health?.known === true && health.value.sentence !== null && (
        <div>
          <NamedText text={`${health.value.sentence}.`} />
        </div>
      )}
      {health?.known === false && <p>The reason can’t be read: {health.failure.message}</p>}
      {isRed && <p>The documents of these shards can’t be searched, and the number of all documents is unknown.</p>}
    </Notice>
  );
}
