'use client';
import Link from 'next/link';
import { useState } from 'react';
import { AliasName } from '@/components/alias-name.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { Json } from '@/components/ui/json.tsx';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { AuditEntry } from '@/lib/contract/audit-log.ts';
import { auditDetails, auditNamed, auditSubject, auditTitle } from '@/lib/present/audit-line.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';

const OUTCOMES: Record<AuditEntry['outcome'], { level: StateLevel; word: string }> = {
  done: { level: 'done', word: 'Done' },
  refused: { level: 'bad', word: 'Refused' },
  failed: { level: 'bad', word: 'Failed' },
  cancelled: { level: 'idle', word: 'Cancelled' },
  attempted: { level: 'unknown', word: 'No outcome' },
};

/** One line of the log. Its details open below it. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false);
  const { level, word } = OUTCOMES[entry.outcome];
  const glass = entry.action === 'break glass';
  return (
    <li className="border-t first:border-t-0">
      <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="grid min-w-0 flex-1 grid-cols-[64px_minmax(0,1fr)_140px_112px] items-center gap-x-4 gap-y-1 max-mid:grid-cols-[minmax(0,1fr)_auto]">
            <span className="text-small whitespace-nowrap text-muted max-mid:order-2 max-mid:self-start max-mid:text-right">
              <Time at={entry.at} precision="clock-seconds" show="absolute" zone={false} />
            </span>
            <span className="min-w-0 max-mid:order-1">
              <span className={glass ? 'font-medium text-bad' : 'font-medium'}>
                {glass && '▲ '}
                {auditTitle(entry.action)}
              </span>
              <Why entry={entry} />
            </span>
            <span className="min-w-0 text-small [overflow-wrap:anywhere] max-mid:order-3 max-mid:text-muted">
              {entry.actor ?? 'not signed in'}
              <span className="block text-faint max-mid:hidden">
                {[entry.role, entry.address].filter(Boolean).join(', ')}
              </span>
            </span>
            <span className="max-mid:order-4 max-mid:text-right">
              <State level={level}>{word}</State>
            </span>
          </span>
          <Icon name="chevron" className="chevron" />
        </summary>
        {open && <Details entry={entry} />}
      </details>
    </li>
  );
}

/** What the line is about, and why it was refused, failed or needed a reason. */
function Why({ entry }: { entry: AuditEntry }) {
  const subject = auditSubject(entry, shortSentence);
  const sentences = [subject, entry.failure?.message, entry.note].filter((text) => text);
  return sentences.map((sentence) => (
    <span key={sentence} className="line-clamp-3 text-small [overflow-wrap:anywhere] text-muted">
      {sentence}
    </span>
  ));
}

function Details({ entry }: { entry: AuditEntry }) {
  const { key } = useCluster();
  const json = auditDetails(entry);
  const named = entry.cluster === key ? auditNamed(entry) : [];
  return (
    <div className="flex flex-col gap-3 px-4 pb-5 mid:px-5">
      <p className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        {entry.job !== null && (
          <Link
            className="link inline-flex min-h-6 items-center max-mid:min-h-11"
            href={paths.job(key, entry.job)}
            prefetch={false}
          >
            Open job {entry.job}
          </Link>
        )}
        {entry.fingerprint !== null && (
          <Link
            className="link inline-flex min-h-6 items-center max-mid:min-h-11"
            href={paths.auditLog(key, { text: entry.fingerprint })}
            prefetch={false}
            title={entry.fingerprint}
          >
            Every line about plan {entry.fingerprint.slice(0, 12)}
          </Link>
        )}
      </p>
      {named.length > 0 && (
        <ul aria-label="Indices and aliases" className="flex flex-wrap gap-x-5 gap-y-1 text-small max-mid:gap-y-6">
          {named.map(({ name, of }) => (
            <li key={name}>{of === 'alias' ? <AliasName name={name} /> : <IndexName name={name} />}</li>
          ))}
        </ul>
      )}
      {entry.failure?.hint && <p className="text-small text-muted">{entry.failure.hint}</p>}
      {json !== null && <Json name={`Details of line ${entry.id}`} text={json} />}
    </div>
  );
}
