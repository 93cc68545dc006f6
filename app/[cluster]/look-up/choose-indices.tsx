'use client';
import { IndexName } from '@/components/index-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { ChooseIndex } from '../compare/choose-index.tsx';

interface Props {
  left: string | undefined;
  right: string | undefined;
  onLeft: (index: string) => void;
  onRight: (index: string | undefined) => void;
}

/** Which indices are asked: one, or two. */
export function ChooseIndices({ left, right, onLeft, onRight }: Props) {
  return (
    <section aria-label="Indices" className="rounded-lg border bg-surface px-4 py-3 shadow-card mid:px-5">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="text-muted">Search in</span>
        {left === undefined ? <span className="text-faint">no index yet</span> : <IndexName name={left} />}
        {right !== undefined && (
          <>
            <span className="text-muted">and in</span>
            <IndexName name={right} />
            <Button look="quiet" size="small" onClick={() => onRight(undefined)}>
              Remove the second index
            </Button>
          </>
        )}
      </div>
      <Disclosure
        openOnce={false}
        summary={right === undefined ? 'Choose another index, or a second one' : 'Choose other indices'}
      >
        <div className="mt-3 grid items-start gap-4 mid:grid-cols-2">
          <Panel flush title="Left">
            <ChooseIndex name="left" first={left} chosen={left} onChoose={onLeft} />
          </Panel>
          <Panel flush title="Right" tag={<span className="text-small text-muted">optional</span>}>
            <ChooseIndex name="right" first={right} chosen={right} onChoose={onRight} />
          </Panel>
        </div>
      </Disclosure>
    </section>
  );
}
