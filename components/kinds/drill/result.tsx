import { formatBytes, formatCount, formatDuration, plural } from '@/lib/format.ts';
import type { DrillResult } from '@/lib/kinds/drill/schema.ts';
import { NamedText } from '../../named-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Fact, Facts } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import { ProofPanel } from '../proof-panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** Whether the backup could be restored and was equal, and how that was checked. */
export function Drilled({ result }: ResultProps<DrillResult>) {
  const { backup, bytes, deleted, index, limited, probes, seconds, warnings } = result;
  return (
    <>
      <ProofPanel proof={proofOf(result)} hint="times and probes">
        <Facts>
          <Fact name="Backup">
            <code>{backup}</code>
          </Fact>
          <Fact name="Index">
            <code>{index}</code>, {deleted ? 'deleted' : 'not deleted yet'}
          </Fact>
          <Fact name="Size">{formatBytes(bytes)}</Fact>
          <Fact name="Time">
            {formatDuration(seconds)} to restore and compare
            {limited && ', with a limit of documents per second: a restore without it is faster'}
          </Fact>
        </Facts>
        {probes.length > 0 && (
          <ul aria-label="Probes" className="mt-3 flex flex-col divide-y">
            {probes.map(({ hits, name, ok, wanted, why }) => (
              <li key={name} className="py-2 text-small">
                <State level={ok ? 'ok' : 'bad'}>
                  {name}: {why ?? `${plural(hits, 'hit')}, wanted ${wanted}`}
                </State>
              </li>
            ))}
          </ul>
        )}
      </ProofPanel>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          <div>
            <NamedText text={warning} />
          </div>
        </Notice>
      ))}
    </>
  );
}

function proofOf({ bracket, compared, documents, equal }: DrillResult) {
  if (compared === 'nothing')
    return {
      level: 'warn' as const,
      title: 'Restored, but not proven',
      figure: formatCount(documents),
      statement: 'documents were restored; there is nothing that proves them equal',
    };
  const isOne = documents === 1;
  if (compared === 'content')
    return {
      level: 'ok' as const,
      title: 'The backup can be restored, and is equal',
      figure: formatCount(equal),
      statement: `of ${plural(documents, 'document')} ${isOne ? 'is' : 'are'} equal to the backup’s`,
    };
  return {
    level: 'ok' as const,
    title: 'The backup can be restored',
    figure: formatCount(documents),
    statement:
      bracket === null
        ? `${isOne ? 'document' : 'documents'}, as many as when the snapshot was taken; the content is not compared`
        : `documents, between the ${formatCount(bracket.least)} and ${formatCount(bracket.most)} while the snapshot was taken`,
  };
}
