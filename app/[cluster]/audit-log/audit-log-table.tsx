import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { AuditEntry } from '@/lib/contract/audit-log.ts';
import { formatCount } from '@/lib/format.ts';

const OUTCOMES: Record<AuditEntry['outcome'], { level: StateLevel; word: string }> = {
  done: { level: 'done', word: 'Done' },
  refused: { level: 'warn', word: 'Refused' },
  failed: { level: 'bad', word: 'Failed' },
  cancelled: { level: 'warn', word: 'Cancelled' },
  attempted: { level: 'unknown', word: 'Attempted' },
};

export function AuditLogTable({ entries }: { entries: readonly AuditEntry[] }) {
  const cluster = useCluster();
  return (
    <Table label="Audit log">
      <Head>
        <Column>When</Column>
        <Column>Who</Column>
        <Column>What</Column>
        <Column>Outcome</Column>
        <Column>Plan and details</Column>
      </Head>
      <Body>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <Cell>
              <Time at={entry.at} precision="seconds" />
            </Cell>
            <Cell label="Who">
              <span className="[overflow-wrap:anywhere]">{entry.actor ?? 'nobody signed in'}</span>
              <span className="block text-small text-muted">
                {[entry.role, entry.address].filter(Boolean).join(', ')}
              </span>
            </Cell>
            <Cell label="What">
              {entry.action === 'break glass' ? (
                <b className="font-semibold text-bad">▲ {entry.action}</b>
              ) : (
                entry.action
              )}
              {entry.job !== null && (
                <>
                  {' '}
                  <Link href={paths.job(cluster.key, entry.job)} prefetch={false}>
                    job {entry.job}
                  </Link>
                </>
              )}
              <Objects names={entry.objects} />
              {entry.cluster === null && <span className="block text-small text-muted">no cluster</span>}
            </Cell>
            <Cell label="Outcome">
              <State level={OUTCOMES[entry.outcome].level}>{OUTCOMES[entry.outcome].word}</State>
              {entry.failure && <p className="mt-0.5 text-small text-muted">{entry.failure.message}</p>}
              {entry.note && <p className="mt-0.5 text-small">{entry.note}</p>}
            </Cell>
            <Cell label="Plan and details">
              <PlanLink fingerprint={entry.fingerprint} />
              <Details entry={entry} />
            </Cell>
          </Row>
        ))}
      </Body>
    </Table>
  );
}

/** To every line about the same plan. */
function PlanLink({ fingerprint }: { fingerprint: string | null }) {
  const { key } = useCluster();
  if (fingerprint === null) return null;
  return (
    <Link
      className="link inline-flex min-h-6 items-center"
      prefetch={false}
      title={`Every line about the plan ${fingerprint}`}
      href={paths.auditLog(key, { text: fingerprint })}
    >
      <code>{fingerprint.slice(0, 12)}</code>
    </Link>
  );
}

const MOST_NAMES = 4;

/** What it is about: aliases, indices, backups. */
function Objects({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  const more = names.slice(MOST_NAMES);
  return (
    <span className="block text-small text-muted [overflow-wrap:anywhere]">
      {names.slice(0, MOST_NAMES).join(', ')}
      {more.length > 0 && <span title={more.join(', ')}> and {formatCount(more.length)} more</span>}
    </span>
  );
}

/** The input, the state before and after, and the requests: always shown as text. */
function Details({ entry }: { entry: AuditEntry }) {
  const parts = [
    { name: 'Asked for', value: entry.input },
    { name: 'Before', value: entry.before },
    { name: 'After', value: entry.after },
    { name: 'Requests', value: entry.requests },
  ].filter(({ value }) => value !== null && value !== undefined);
  if (parts.length === 0) return null;
  return (
    <details>
      <summary className="text-small text-muted">
        Show {parts.map(({ name }) => (name === 'Asked for' ? 'what was asked for' : name.toLowerCase())).join(', ')}
      </summary>
      {parts.map(({ name, value }) => (
        <div key={name} className="mt-2">
          <p className="text-small font-semibold">{name}</p>
          <pre
            className="max-h-60 max-w-xl overflow-auto rounded bg-raised p-2 whitespace-pre-wrap [overflow-wrap:anywhere]"
            tabIndex={0}
            aria-label={`${name}, line ${entry.id} of the audit log`}
          >
            {JSON.stringify(value, null, 2)}
          </pre>
        </div>
      ))}
    </details>
  );
}
