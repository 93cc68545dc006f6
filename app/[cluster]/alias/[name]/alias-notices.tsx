import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import { plural } from '@/lib/format.ts';

/** What is wrong with the alias now. */
export function AliasNotices({ page }: { page: AliasPage }) {
  const { alias, failure, group, onDotIndices = 0, state, targets, writesUnknown = false } = page;
  const { key } = useCluster();
  switch (state) {
    case 'unknown':
      return (
        <FailureNotice
          still
          title={`What ${alias} points to now is not known`}
          failure={failure ?? { message: 'The cluster has not answered yet.' }}
        />
      );
    case 'index':
      return (
        <Notice
          tone="warn"
          title={`${alias} is an index, not an alias`}
          actions={<LinkButton href={paths.index(key, alias)}>Open the index {alias}</LinkButton>}
        >
          <p>
            An alias can’t have the name of an index. A write to an alias that does not exist can create such an index
            by mistake: then back it up and delete it before the alias is made again.
          </p>
        </Notice>
      );
    case 'missing':
      return <Missing page={page} />;
    case 'exists':
      return targets.length === 0 ? (
        <Notice tone="warn" title={`${alias} points to indices of the cluster’s own`}>
          <p>Restore Desk does not change indices whose names start with a dot.</p>
        </Notice>
      ) : (
        <>
          {group?.flags.map(({ level, sentence }) => (
            <Notice key={sentence} tone={level}>
              <div>
                <NamedText text={sentence} named={targets.map(({ index }) => ({ name: index, of: 'index' }))} />
              </div>
            </Notice>
          ))}
          {onDotIndices > 0 && (
            <Notice
              tone="warn"
              title={`${alias} also points to ${plural(onDotIndices, 'index', 'indices')} of the cluster’s own`}
            >
              <p>
                Names that start with a dot are not listed. What {alias} shows of them is not known here
                {writesUnknown && ', nor whether writes through it reach one'}.
              </p>
            </Notice>
          )}
        </>
      );
    default:
      return state satisfies never;
  }
}

function Missing({ page: { alias, deleted, group, history } }: { page: AliasPage }) {
  const { key } = useCluster();
  const newest = deleted?.existing?.[0] ?? group?.entries[0]?.index;
  return (
    <Notice
      tone="bad"
      title={`There is no alias ${alias}`}
      actions={
        newest !== undefined && (
          <LinkButton href={paths.switchTo(key, newest, alias)}>
            Review pointing {alias} to an existing index
          </LinkButton>
        )
      }
    >
      <p>Searches through {alias} fail. A write to this name can create an index called like it.</p>
      {deleted && <WhatItPointedTo deleted={deleted} />}
      {history.entries.length === 0 && group === null && (
        <p>
          Nothing is known of it here: check its spelling.{' '}
          <Link href={paths.indices(key)}>All aliases and indices</Link>
        </p>
      )}
    </Notice>
  );
}

/** And which of these indices exist, if that is known. */
function WhatItPointedTo({ deleted: { before, existing } }: { deleted: NonNullable<AliasPage['deleted']> }) {
  const [first] = existing ?? [];
  return (
    <div>
      It pointed to <IndexName name={before[0]!} plain inSentence />
      {before.length > 1 && ` and ${before.length - 1} more`} before it was deleted
      {existing === null ? (
        '.'
      ) : first === undefined ? (
        before.length === 1 ? (
          ', and that index no longer exists.'
        ) : (
          ', and none of them exists now.'
        )
      ) : before.length === 1 ? (
        '. An index of that name exists.'
      ) : (
        <>
          . Of these, <IndexName name={first} plain inSentence />{' '}
          {existing.length === 1 ? 'exists.' : `and ${existing.length - 1} more exist.`}
        </>
      )}
    </div>
  );
}
