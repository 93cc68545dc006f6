'use client';
import { useCluster } from '@/components/cluster-context.tsx';
import { OtherIndexName } from '@/components/kinds/compare/pair.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { ChooseIndex } from '../compare/choose-index.tsx';
import type { LookedUpSides } from './address.ts';

interface Props {
  sides: LookedUpSides;
  onChange: (sides: Partial<LookedUpSides>) => void;
}

function chooseWords(left: string | undefined, right: string | undefined): string {
  if (left === undefined) return 'Choose an index';
  return right === undefined ? 'Choose another index, or a second one' : 'Choose other indices';
}

/** Which indices are asked: one, or two. */
export function ChooseIndices({ sides: { left, leftCluster, right, rightCluster }, onChange }: Props) {
  const { key } = useCluster();
  return (
    <section aria-label="Indices" className="rounded-lg border bg-surface px-4 py-3 shadow-card mid:px-5">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="text-muted">Search in</span>
        {left === undefined ? (
          <span className="text-faint">no index yet</span>
        ) : (
          <IndexOfSide index={left} cluster={leftCluster} />
        )}
        {right !== undefined && (
          <>
            <span className="text-muted">and in</span>
            <IndexOfSide index={right} cluster={rightCluster} />
            <Button look="quiet" size="small" onClick={() => onChange({ right: undefined, rightCluster: undefined })}>
              Remove the second index
            </Button>
          </>
        )}
      </div>
      <Disclosure openOnce={false} summary={chooseWords(left, right)}>
        <div className="mt-3 grid items-start gap-4 mid:grid-cols-2">
          <Panel flush title="Left">
            <ChooseIndex
              name="left"
              first={left}
              chosen={left}
              onChoose={(index) => onChange({ left: index })}
              cluster={leftCluster}
              // The page's own is named too: then no index of it is searched before one is chosen.
              onCluster={(cluster) => onChange({ left: undefined, leftCluster: cluster ?? key })}
            />
          </Panel>
          <Panel flush title="Right" tag={<span className="text-small text-muted">optional</span>}>
            <ChooseIndex
              name="right"
              first={right ?? left}
              chosen={right}
              onChoose={(index) => onChange({ right: index })}
              cluster={rightCluster}
              onCluster={(cluster) => onChange({ right: undefined, rightCluster: cluster })}
            />
          </Panel>
        </div>
      </Disclosure>
    </section>
  );
}

function IndexOfSide({ index, cluster }: { index: string; cluster: string | undefined }) {
  const name = useOtherName(cluster);
  return (
    <>
      <OtherIndexName index={index} cluster={cluster} />
      {name !== null && <span className="text-muted">on {name}</span>}
    </>
  );
}

/** The name of another cluster than that of the page; null: it is that of the page. */
export function useOtherName(cluster: string | undefined): string | null {
  const { others } = useCluster();
  return cluster === undefined ? null : (others.find(({ key }) => key === cluster)?.name ?? cluster);
}
