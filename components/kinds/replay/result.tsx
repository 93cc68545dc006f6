import { formatCount, plural } from '@/lib/format.ts';
import { describeOutcomes, describeQueue } from '@/lib/kinds/replay/replay-words.ts';
import type { ReplayResult } from '@/lib/kinds/replay/schema.ts';
import { Panel } from '../../ui/panel.tsx';
import { Stat, Stats } from '../../ui/stat.tsx';
import { State } from '../../ui/state.tsx';
import type { ResultProps } from '../kind-view.ts';
import { NotAppliedList } from './not-applied-list.tsx';
import { ResultsDownload } from './results-download.tsx';

/** What the target answered, what it still has to do, and what remains unknown. */
export function Replayed({ result, detail }: ResultProps<ReplayResult>) {
  const { documentsAfter, documentsBefore, queue } = result;
  return (
    <>
      <Panel title="Requests" actions={<ResultsDownload job={detail.row.id} />}>
        <p className="max-w-[80ch]">{describeOutcomes(result)}</p>
        {queue !== null && (
          <State level={queue.emptySince === null ? 'warn' : 'ok'} className="mt-1.5">
            {describeQueue(queue)}
          </State>
        )}
        <Outcomes result={result} />
      </Panel>
      {(documentsBefore !== null || documentsAfter !== null) && (
        <Stats>
          <Stat name="Documents before the replay">{formatCount(documentsBefore)}</Stat>
          <Stat name="Documents after it" detail={changeOf(documentsBefore, documentsAfter)}>
            {formatCount(documentsAfter)}
          </Stat>
        </Stats>
      )}
      <NotAppliedList job={detail.row.id} result={result} facts={detail.replay} />
      <Unknown sentences={detail.replay?.unknown ?? []} />
    </>
  );
}

function Outcomes({ result: { outcomes } }: { result: ReplayResult }) {
  const { asThen, done, failed, held, newer, unknown } = outcomes;
  const figures = [
    { name: 'Accepted', count: done, bad: false },
    ...(asThen > 0 ? [{ name: 'As then', count: asThen, bad: false }] : []),
    ...(newer > 0 ? [{ name: 'Newer on the target', count: newer, bad: false }] : []),
    { name: 'Failed', count: failed, bad: failed > 0 },
    { name: 'Outcome unknown', count: unknown, bad: unknown > 0 },
    ...(held > 0 ? [{ name: 'Held back', count: held, bad: true }] : []),
  ];
  return (
    <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-3">
      {figures.map(({ bad, count, name }) => (
        <div key={name}>
          <dt className="text-caption text-muted">{name}</dt>
          <dd className={`figures text-[22px]/[28px] font-medium mid:text-figure ${bad ? 'text-bad' : ''}`}>
            {formatCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function changeOf(before: number | null, after: number | null): string | undefined {
  if (before === null || after === null) return undefined;
  const change = after - before;
  if (change === 0) return 'as many as before; their content may differ';
  return `${plural(Math.abs(change), 'document')} ${change > 0 ? 'more' : 'fewer'}`;
}

/** Never empty: a capture ends somewhere. */
function Unknown({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Panel title="What remains unknown">
      <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Panel>
  );
}
