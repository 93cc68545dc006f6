'use client';
import { failureOf, isSignedOut } from '@/components/route-request.ts';
import { SignInAgain } from '@/components/sign-in-again.tsx';
import { Button, buttonClass } from '@/components/ui/button.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { classes } from '@/components/ui/classes.ts';
import {
  LOOK_UP_LIMIT_S,
  type LookedUp,
  type LookedUpSide,
  type LookUpHit,
  type SearchedFields,
} from '@/lib/contract/looked-up.ts';
import { formatList } from '@/lib/format.ts';
import type { LookedUpSides } from './address.ts';
import { FoundPanel } from './found-panel.tsx';
import { hitsWords } from './hit-words.ts';

interface Props {
  sides: LookedUpSides;
  query: { data: LookedUp | undefined; error: unknown; fetchStatus: string; refetch: () => unknown };
  /** The id of the document that is open. */
  opened: string | undefined;
  onConfirm: () => void;
  onOpen: (hit: Pick<LookUpHit, 'id' | 'routing'>) => void;
}

/** What was found, or why nothing was searched. */
export function Results({ sides, query: { data, error, fetchStatus, refetch }, opened, onConfirm, onOpen }: Props) {
  if (error && fetchStatus !== 'fetching')
    return (
      <FailureNotice
        still
        title="The look-up did not run"
        failure={failureOf(error)}
        actions={
          isSignedOut(error) ? (
            <SignInAgain className={buttonClass('primary', 'small')} />
          ) : (
            <Button size="small" onClick={() => void refetch()}>
              Try again
            </Button>
          )
        }
      />
    );
  if (data === undefined) return <Searching />;
  if (data.state === 'costly') return <Costly costs={data.costs} onConfirm={onConfirm} />;
  const { left, right, fields } = data;
  return (
    <>
      <p role="status" className="sr-only">
        {right === null ? hitsWords(left) : `Left: ${hitsWords(left)} Right: ${hitsWords(right)}`}
      </p>
      {fields !== null && (left.state === 'found' || right?.state === 'found') && <Fields fields={fields} />}
      <div className={classes('grid items-start gap-4', right !== null && 'mid:grid-cols-2')}>
        <Side
          side={left}
          at="left"
          cluster={sides.leftCluster}
          other={right}
          two={right !== null}
          opened={opened}
          onOpen={onOpen}
        />
        {right !== null && (
          <Side side={right} at="right" cluster={sides.rightCluster} other={left} two opened={opened} onOpen={onOpen} />
        )}
      </div>
    </>
  );
}

function Side({
  side,
  other,
  ...rest
}: {
  side: LookedUpSide;
  other: LookedUpSide | null;
  at: 'left' | 'right';
  cluster: string | undefined;
  two: boolean;
} & Pick<Props, 'opened' | 'onOpen'>) {
  if (side.state === 'found')
    return <FoundPanel side={side} other={other?.state === 'found' ? other : null} {...rest} />;
  return (
    <FailureNotice
      still
      title={`${side.name} was not searched`}
      failure={{ message: side.message, hint: side.hint ?? undefined }}
    />
  );
}

function Searching() {
  return (
    <p role="status" className="min-h-40 rounded-lg border bg-surface p-4 text-muted">
      Searching…
    </p>
  );
}

function Costly({ costs, onConfirm }: { costs: readonly string[]; onConfirm: () => void }) {
  return (
    <Notice
      tone="warn"
      live="alert"
      title="This query may be slow for the cluster. It has not run yet."
      actions={
        <Button size="small" onClick={onConfirm}>
          Search anyway
        </Button>
      }
    >
      <ul className="list-disc pl-5">
        {costs.map((cost) => (
          <li key={cost}>{cost}</li>
        ))}
      </ul>
      <p>The cluster ends the search after {LOOK_UP_LIMIT_S} s, but until then it takes time from other searches.</p>
    </Notice>
  );
}

/** Where words without the name of a field were searched. */
function Fields({ fields: { left, right } }: { fields: SearchedFields }) {
  const same = right === null || left === null || left.join() === right.join();
  return (
    <p className="text-small text-muted [overflow-wrap:anywhere]">
      Words without a field name are searched in{' '}
      {same
        ? fieldsWords(left ?? right)
        : `${fieldsWords(left)} on the left, and in ${fieldsWords(right)} on the right`}
      .
    </p>
  );
}

const fieldsWords = (fields: string[] | null): string =>
  fields === null
    ? 'the default fields of the index, which are unknown'
    : fields.length === 1 && fields[0] === '*'
      ? 'all fields'
      : `the default fields of the index: ${formatList(fields.slice(0, 20))}${fields.length > 20 ? ' and others' : ''}`;
