import { formatCount, formatDuration } from '@/lib/format.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { Counters } from '../../jobs/counters.tsx';
import type { ResultProps } from '../kind-view.ts';
import { Notice } from '../../ui/notice.tsx';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';

/** The counts and the digest: the proof that the index equals the backup. */
export function Proof({ result, detail }: Pick<ResultProps<RestoreResult>, 'result' | 'detail'>) {
  const { check, existing, indexed, newer, rejected } = result;
  const promised = result.promised ?? result.documents;
  const whole = promised === result.documents;
  const good = check.verdict === 'equal' && whole;
  return (
    <Panel title="Proof" tone={good ? 'ok' : 'warn'}>
      <p className="mb-2">
        <State level={good ? 'ok' : check.verdict === 'equal' ? 'warn' : check.verdict === 'additive' ? 'idle' : 'bad'}>
          {check.sentence}
        </State>
      </p>
      <Facts>
        <Fact name="Documents">
          {formatCount(check.documents)} in the index, {formatCount(check.expected)} in the backup
          {!whole && <b className="font-semibold text-bad"> of {formatCount(promised)} promised</b>}
        </Fact>
        <Fact name="Digest of the index">
          <code>{check.digest ?? 'not taken'}</code>
        </Fact>
        <Fact name="Digest of the backup">
          <code>{check.expectedDigest}</code>
        </Fact>
        <Fact name="Took">
          {formatDuration(result.loadSeconds)} to load
          {result.earlier && ` the last ${formatCount(result.documents - result.earlier.documents)}`},{' '}
          {formatDuration(result.checkSeconds)} to compare
          {result.earlier && (
            <span className="text-muted">
              ; {formatCount(result.earlier.documents)} were loaded before it was resumed
              {result.earlier.seconds !== null && `, in ${formatDuration(result.earlier.seconds)}`}
            </span>
          )}
        </Fact>
      </Facts>
      <Counters counters={detail.counters} counted={{ indexed, existing, newer, rejected }} remaining={null} />
      {result.warnings.map((warning) => (
        <Notice key={warning} tone="warn" className="mt-3">
          <p>{warning}</p>
        </Notice>
      ))}
    </Panel>
  );
}
