import type { ComparedSides, ShownSide } from '@/lib/contract/comparison-page.ts';
import { formatDuration } from '@/lib/format.ts';
import type { CompareResult } from '@/lib/kinds/compare/schema.ts';
import { LookUpLink } from '../../look-up-link.tsx';
import type { IndexSides } from '../../paths.ts';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';
import type { ResultProps } from '../kind-view.ts';
import { CompareLink } from './compare-link.tsx';
import { Counts } from './counts.tsx';
import { DifferenceList } from './difference-list.tsx';
import { Pair } from './pair.tsx';

/** What both sides are, how they differ in numbers, and each document that differs. */
export function Compared({ result, detail }: ResultProps<CompareResult>) {
  const { compared, row } = detail;
  if (compared === null) return null;
  return (
    <>
      <Pair sides={compared} documents={result.documents} />
      <Counts result={result} sides={compared}>
        <HowItWasCompared result={result} sides={compared} />
      </Counts>
      <DifferenceList job={row.id} counts={result.counts} sides={compared} />
    </>
  );
}

/** The way, the time, and the way to a newer comparison. */
function HowItWasCompared({ result, sides }: { result: CompareResult; sides: ComparedSides }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-72 text-small text-muted">
        {WAYS[result.way]} Both sides as of <Time at={result.readAt} precision="seconds" />; it took{' '}
        {formatDuration(result.seconds)}.
      </p>
      <LookUpLink look="quiet" {...indicesOf(sides)}>
        <Icon name="search" />
        {sides.left.kind === 'index' ? 'Look up in both indices' : 'Look up in the index'}
      </LookUpLink>
      <CompareLink look="quiet" {...sameSides(sides)}>
        <Icon name="undo" />
        Compare again
      </CompareLink>
    </div>
  );
}

const WAYS: Record<CompareResult['way'], string> = {
  all: 'All documents of both sides were read and compared by id, routing and content.',
  'sequence-numbers':
    'Documents that were not written since the backup are known by their sequence numbers; all others were read and compared.',
};

/** For the look-up, which searches no backups. */
function indicesOf({ left, right }: ComparedSides): IndexSides {
  const [first, second] = [left, right].flatMap(addressOf);
  return { ...(first && inAddress('left', first)), ...(second && inAddress('right', second)) };
}

/** For the page of a comparison; a backup that is kept elsewhere can't be chosen there. */
function sameSides({ left, right }: ComparedSides): IndexSides & { backup?: string } {
  const [before] = addressOf(left);
  const [after] = addressOf(right);
  return {
    ...(left.kind === 'backup' && left.id !== null ? { backup: left.id } : {}),
    ...(before && inAddress('left', before)),
    ...(after && inAddress('right', after)),
  };
}

interface IndexAddress {
  index: string;
  cluster: string | undefined;
}

/** Empty for a backup, and for an index of a cluster that this person may not see: its name here is another index. */
function addressOf(side: ShownSide): IndexAddress[] {
  if (side.kind === 'backup' || side.cluster?.key === null) return [];
  return [{ index: side.index, cluster: side.cluster?.key }];
}

const inAddress = (name: 'left' | 'right', { cluster, index }: IndexAddress): IndexSides =>
  name === 'left' ? { left: index, leftCluster: cluster } : { right: index, rightCluster: cluster };
