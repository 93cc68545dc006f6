'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { PairOf, SideOf } from '@/components/kinds/compare/pair.tsx';
import type { ChosenIndex, StartComparison } from '@/components/kinds/compare/start-comparison.ts';
import { paths } from '@/components/paths.ts';
import { Button } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Segments } from '@/components/ui/segments.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { useAction } from '@/components/use-action.ts';
import { useFilter } from '@/components/use-filter.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { compareAddress } from './address.ts';
import { ChooseBackup } from './choose-backup.tsx';
import { ChooseIndex } from './choose-index.tsx';
import { Latest } from './latest.tsx';
import { useSides, type ChosenSides } from './use-sides.tsx';

const SUB = 'Which documents differ between a backup and an index, or between two indices. Nothing is changed.';

const leftKindOf = ({ left, leftCluster }: { left?: string; leftCluster?: string }): 'backup' | 'index' =>
  left === undefined && leftCluster === undefined ? 'backup' : 'index';

/** Which two sides are compared; below, the latest comparisons. What is chosen is in the address. */
export function CompareView({ start }: { start: StartComparison }) {
  const [chosen, choose] = useFilter(compareAddress);
  const [leftKind, setLeftKind] = useState(leftKindOf(chosen));
  const sides = useSides(chosen, leftKind);
  const [linked] = useState(chosen.right);
  return (
    <>
      <Heading takeFocus sub={SUB}>
        Compare
      </Heading>
      <div className="flex flex-col gap-4">
        <div className="grid items-start gap-4 mid:grid-cols-2">
          <Panel
            flush
            title="Left"
            actions={
              <Segments
                label="What is on the left"
                segments={[
                  { name: 'A backup', current: leftKind === 'backup', onSelect: () => setLeftKind('backup') },
                  { name: 'An index', current: leftKind === 'index', onSelect: () => setLeftKind('index') },
                ]}
              />
            }
          >
            {leftKind === 'backup' ? (
              <ChooseBackup
                alias={chosen.alias}
                chosen={sides.backup}
                onAlias={(alias) => choose({ alias, backup: undefined, right: undefined })}
                onChoose={(id) => choose({ backup: id, left: undefined, leftCluster: undefined })}
              />
            ) : (
              <ChooseIndex
                name="left"
                chosen={chosen.left}
                onChoose={(index) => choose({ left: index, backup: undefined })}
                cluster={sides.leftCluster}
                onCluster={(leftCluster) => choose({ leftCluster, left: undefined })}
              />
            )}
          </Panel>
          <Panel flush title="Right" tag={<span className="text-small text-muted">an index</span>}>
            <ChooseIndex
              name="right"
              first={sides.live ?? linked ?? chosen.left}
              chosen={sides.right?.index}
              onChoose={(right) => choose({ right })}
              cluster={sides.rightCluster}
              onCluster={(rightCluster) => choose({ rightCluster, right: undefined })}
            />
          </Panel>
        </div>
        <Start sides={sides} start={start} />
        <Latest />
      </div>
    </>
  );
}

function Start({ sides, start }: { sides: ChosenSides; start: StartComparison }) {
  const { key } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const blocked = useBlocked('compare');
  const { act, pending, failure } = useAction(start, ({ job }) => router.push(paths.job(key, job)));
  const { left, right } = sides;
  const why = blocked ?? whyNot(sides);
  return (
    <>
      {failure && <FailureNotice title="The comparison did not begin" failure={failure} />}
      <PairOf
        left={
          <SideOf caption={sides.leftCaption} documents={sides.leftDocuments}>
            {sides.leftName}
          </SideOf>
        }
        right={
          <SideOf caption={sides.rightCaption} documents={sides.rightDocuments}>
            {sides.rightName}
          </SideOf>
        }
      />
      <StickyActions className="" summary="Compares every document; nothing is changed.">
        <Button
          look="primary"
          size="large"
          className="max-mid:w-full mid:self-start"
          blocked={why}
          pending={pending && 'Starting…'}
          onClick={() => {
            if (left !== null && right !== undefined)
              void act({
                cluster: key,
                left,
                right,
                once: `${once}:${endOf(right)}:${endOf(left)}`,
              });
          }}
        >
          Compare documents
        </Button>
      </StickyActions>
    </>
  );
}

/** Of at most 80 characters. Names differ at their ends, and keys of clusters at most in whole. */
const endOf = (side: ChosenIndex | { backup: string }): string =>
  'index' in side ? `${side.cluster?.slice(-32) ?? ''}/${side.index.slice(-47)}` : side.backup.slice(-80);

function whyNot({ left, right }: ChosenSides): string | null {
  if (left === null) return 'Choose the left side first.';
  if (right === undefined) return 'Choose the right index first.';
  return 'index' in left && left.index === right.index && left.cluster === right.cluster
    ? 'Both sides are the same index.'
    : null;
}
