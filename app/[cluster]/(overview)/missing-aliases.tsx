'use client';
import type { MissingAlias } from '@/lib/contract/overview.ts';
import { formatCount, formatUtcMinute, plural } from '@/lib/format.ts';
import { RestoreLink } from '@/components/kinds/restore/restore-link.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';

/** Aliases that were in use at their last backup and that no index has now, each with the ways to bring it back. */
export function MissingAliases({ aliases, count }: { aliases: readonly MissingAlias[]; count: number }) {
  if (count === 0) return null;
  return (
    <div className="mb-3.5 flex flex-col gap-3" role="alert">
      {aliases.map((missing) => (
        <Missing key={missing.alias} missing={missing} />
      ))}
      {count > aliases.length && (
        <Notice tone="bad">
          <p>
            {plural(count - aliases.length, 'more alias is', 'more aliases are')} missing: {formatCount(count)} in all.
          </p>
        </Notice>
      )}
    </div>
  );
}

function Missing({ missing: { alias, backup, index, nameIsIndex } }: { missing: MissingAlias }) {
  return (
    <Notice
      tone="bad"
      title={nameIsIndex ? `${alias} is an index now, no alias` : `No index has the alias ${alias}`}
      actions={
        !nameIsIndex && (
          <>
            {index && (
              <SwitchLink look="primary" index={index.name} alias={alias}>
                Point {alias} to the index with{' '}
                {index.documents === null ? 'an unknown number of documents' : plural(index.documents, 'document')}
              </SwitchLink>
            )}
            <RestoreLink look={index ? 'plain' : 'primary'} backup={backup.id} alias={alias}>
              Restore the backup of {formatUtcMinute(backup.takenAt)}
            </RestoreLink>
            <a href="#changes" className="link inline-flex min-h-9 items-center px-1">
              What changed?
            </a>
          </>
        )
      }
    >
      <p>
        {nameIsIndex
          ? 'A write to a missing alias creates an index of its name. Back that index up, then delete it: only then the alias can be made again.'
          : 'Searches for it fail.'}
      </p>
      <p className="text-muted">
        It was in use at its last good backup, <Time at={backup.takenAt} />
        {backup.documents !== null && `, with ${plural(backup.documents, 'document')}`}.
      </p>
    </Notice>
  );
}
