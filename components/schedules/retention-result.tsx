import { useState } from 'react';
import type { RetainedBackup, RetentionPreview } from '@/lib/contract/schedules-page.ts';
import { areOf, formatBytes, formatCount, plural } from '@/lib/format.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Notice } from '../ui/notice.tsx';
import { Shape } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';

/** "If it ran now, 4 backups would be deleted and 142 kept" */
const retentionInWords = ({ deleted, kept }: RetentionPreview): string =>
  deleted + kept === 0
    ? 'There is no backup yet that the rules are about.'
    : deleted === 0
      ? `If it ran now, no backup would be deleted and ${formatCount(kept)} kept.`
      : `If it ran now, ${plural(deleted, 'backup')} would be deleted and ${formatCount(kept)} kept.`;

/** What a retention would delete now, with every backup's reason in a fold for each alias. */
export function RetentionResult({ preview }: { preview: RetentionPreview }) {
  const { deleted, freedBytes, groups, outside, unlisted, warnings } = preview;
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="font-medium">{retentionInWords(preview)}</p>
        {deleted > 0 && freedBytes !== null && (
          <p className="text-small text-muted">This would free {formatBytes(freedBytes)}.</p>
        )}
      </div>
      {groups.length > 0 && <KeptByAge preview={preview} />}
      {warnings.map(({ detail, title }) => (
        <Notice key={title} tone="warn" title={title}>
          <p>{detail}</p>
        </Notice>
      ))}
      {groups.map((group) => (
        <Disclosure
          key={group.name}
          openOnce={false}
          className="min-w-0 text-small [overflow-wrap:anywhere]"
          summary={
            <>
              {group.name}: {group.deleted === 0 ? 'none deleted' : `${formatCount(group.deleted)} deleted`},{' '}
              {formatCount(group.kept)} kept
            </>
          }
        >
          {group.keepsAll && <p className="mt-1 text-muted">{group.keepsAll}</p>}
          <BackupsOfGroup backups={group.backups} />
        </Disclosure>
      ))}
      {unlisted > 0 && <p className="text-small text-muted">{plural(unlisted, 'more backup')}, all kept.</p>}
      {outside > 0 && (
        <p className="text-small text-muted">
          {plural(outside, 'backup')} in the same place {areOf(outside)} not of this schedule, and kept.
        </p>
      )}
    </div>
  );
}

/** The page stays quick with thousands of them. */
const SHOWN_AT_FIRST = 200;

/** At first the newest and all that are deleted; the others on demand. */
function BackupsOfGroup({ backups }: { backups: readonly RetainedBackup[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? backups : backups.filter(({ kept }, place) => !kept || place < SHOWN_AT_FIRST);
  const more = backups.length - shown.length;
  return (
    <>
      <ul className="mt-1 grid">
        {shown.map((backup) => (
          <BackupOfGroup key={backup.name} backup={backup} />
        ))}
      </ul>
      {more > 0 && (
        <Button className="mt-1" onClick={() => setAll(true)}>
          Show {formatCount(more)} more, which {areOf(more)} kept
        </Button>
      )}
    </>
  );
}

function BackupOfGroup({ backup: { at, bytes, kept, name, reasons } }: { backup: RetainedBackup }) {
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2.5 border-t py-1.5">
      <Shape level={kept ? 'ok' : 'bad'} className="mt-[3px]" />
      <span className="min-w-0">
        <span className={kept ? '' : 'font-medium'}>{kept ? 'Kept' : 'Deleted'}</span>
        <span className="text-muted">
          {': '}
          {at === null ? 'unknown time' : <Time at={at} show="absolute" />}
          {bytes !== null && `, ${formatBytes(bytes)}`}
        </span>
        <code className="block">{name}</code>
        {reasons.map((reason) => (
          <span key={reason} className="block text-muted">
            {reason}
          </span>
        ))}
      </span>
    </li>
  );
}

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 60;
const BARS: Record<'kept' | 'deleted' | 'none', string> = {
  kept: 'h-full bg-ok-fill',
  deleted:
    'h-full bg-[repeating-linear-gradient(135deg,var(--bad)_0_2px,transparent_2px_4px)] shadow-[inset_0_0_0_1px_var(--bad)]',
  none: 'h-0.5 bg-line-strong',
};

/** Which of the last 60 days keep a backup: today is at the left. A picture of the lists below. */
function KeptByAge({ preview: { groups, takenAt } }: { preview: RetentionPreview }) {
  const days = Array.from({ length: DAYS_SHOWN }, (): keyof typeof BARS => 'none');
  for (const { at, kept } of groups.flatMap(({ backups }) => backups)) {
    const day = at === null ? -1 : Math.floor((Date.parse(takenAt) - Date.parse(at)) / DAY_MS);
    if (day < 0 || day >= DAYS_SHOWN) continue;
    if (!kept) days[day] = 'deleted';
    else if (days[day] === 'none') days[day] = 'kept';
  }
  return (
    <div aria-hidden="true">
      <div className="grid h-7 auto-cols-fr grid-flow-col">
        {days.map((day, place) => (
          <span key={place} className="flex min-w-0 items-end px-px">
            <i className={`block w-full rounded-[2px] ${BARS[day]}`} />
          </span>
        ))}
      </div>
      <div className="mt-1 flex justify-between text-caption font-normal text-faint">
        <span>today</span>
        <span>30 days</span>
        <span>60 days</span>
      </div>
    </div>
  );
}
