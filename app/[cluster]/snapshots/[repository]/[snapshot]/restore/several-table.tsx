import { useState } from 'react';
import { useBlocked } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Body, Column, Head, Table } from '@/components/ui/table.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { formatCount, plural } from '@/lib/format.ts';
import type { RestoreAmongOthers } from '@/lib/kinds/restore-snapshot/review.ts';
import { SeveralLine } from './several-line.tsx';
import type { Started } from './started-list.tsx';

interface SeveralTableProps {
  plans: readonly RestoreAmongOthers[];
  /** How many indices of the snapshot are not in the list. */
  left: number;
  start: (
    restores: { index: string; fingerprint: string }[],
    once: string,
  ) => Promise<ActionAnswer<{ started: Started[] }>>;
  onStarted: (started: Started[]) => void;
}

/** The indices that can be restored together; those whose alias points to nothing are selected. */
export function SeveralTable({ plans, left, start, onStarted }: SeveralTableProps) {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const once = useIdempotencyKey();
  const mayNot = useBlocked('restore');
  const starting = useAction(
    (restores: { index: string; fingerprint: string }[]) => start(restores, once),
    ({ started }) => onStarted(started),
  );
  const selected = plans.flatMap((each) =>
    each.plan !== null && each.review === null && (changed.get(each.index) ?? isLost(each)) ? [each.plan] : [],
  );
  const label = selected.length === 0 ? 'Restore' : `Restore ${plural(selected.length, 'index', 'indices')}`;
  return (
    <div className="flex flex-col gap-4">
      {starting.failure && <FailureNotice title="Nothing was started" failure={starting.failure} />}
      <Panel flush title="Indices of the snapshot">
        <Table label="Indices to restore">
          <Head>
            <Column>
              <span className="sr-only">Select</span>
            </Column>
            <Column>Index</Column>
            <Column>Alias now</Column>
            <Column>Documents</Column>
            <Column>Into</Column>
          </Head>
          <Body>
            {plans.map((each) => (
              <SeveralLine
                key={each.index}
                each={each}
                selected={selected.some(({ snapshot }) => snapshot.index === each.index)}
                onSelect={(isSelected) => setChanged(new Map(changed).set(each.index, isSelected))}
              />
            ))}
          </Body>
        </Table>
        {left > 0 && (
          <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
            {formatCount(left)} more can’t be restored whole, or are beyond the first {formatCount(plans.length)}:
            restore them one by one from the snapshot’s page, or by the command line.
          </p>
        )}
      </Panel>
      <StickyActions summary={selected.length === 0 ? 'Nothing is selected.' : `${label}, each with its own job.`}>
        <Button
          look="primary"
          size="large"
          pending={starting.pending && 'Starting…'}
          blocked={mayNot ?? (selected.length === 0 ? 'Select an index first.' : null)}
          onClick={() =>
            void starting.act(selected.map(({ snapshot, fingerprint }) => ({ index: snapshot.index, fingerprint })))
          }
        >
          {label}
        </Button>
      </StickyActions>
    </div>
  );
}

const isLost = ({ plan }: RestoreAmongOthers): boolean =>
  plan !== null && plan.alias !== null && plan.before.length === 0;
