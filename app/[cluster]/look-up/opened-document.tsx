'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { FieldLines } from '@/components/kinds/compare/field-lines.tsx';
import { lookedUpDocumentQuery } from '@/components/look-up-queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { Button } from '@/components/ui/button.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Json } from '@/components/ui/json.tsx';
import { FailureNotice, useIntoView } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import type { ComparedDocument, ComparedSource } from '@/lib/contract/compared-document.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import type { LookedUpSides } from './address.ts';
import { useOtherName } from './choose-indices.tsx';

interface Props {
  sides: LookedUpSides & { left: string };
  id: string;
  routing: string | undefined;
  onClose: () => void;
}

/** The document that is open: of one index its fields, of two how they differ. */
export function OpenedDocument({ sides, id, routing, onClose }: Props) {
  const { right } = sides;
  const { key } = useCluster();
  const ref = useIntoView();
  const query = useQuery(lookedUpDocumentQuery(key, { ...sides, id, routing }));
  return (
    <div ref={ref}>
      <Panel
        title={
          <code className="[overflow-wrap:anywhere]">
            <bdi>{id}</bdi>
          </code>
        }
        tag={
          <>
            {routing !== undefined && (
              <Chip className="max-w-40 overflow-hidden">
                routing <bdi>{routing}</bdi>
              </Chip>
            )}
            {query.data && right !== undefined && <Verdict document={query.data} />}
          </>
        }
        actions={
          <Button look="quiet" size="small" onClick={onClose}>
            Close
          </Button>
        }
      >
        {query.data ? (
          <Content document={query.data} sides={sides} id={id} routing={routing} />
        ) : query.error ? (
          <FailureNotice
            still
            title="The document was not read"
            failure={failureOf(query.error)}
            actions={
              <Button
                size="small"
                pending={query.fetchStatus === 'fetching' && 'Trying…'}
                onClick={() => void query.refetch()}
              >
                Try again
              </Button>
            }
          />
        ) : (
          <p role="status" className="text-small text-muted">
            Reading the document…
          </p>
        )}
      </Panel>
    </div>
  );
}

function Verdict({ document: { fields } }: { document: ComparedDocument }) {
  if (fields === null) return null;
  if (fields.found === 0) return <Chip>no field differs</Chip>;
  return <Chip tone="warn">{fields.found === 1 ? '1 field differs' : `${plural(fields.found, 'field')} differ`}</Chip>;
}

function Content({ document, sides, id, routing }: { document: ComparedDocument } & Omit<Props, 'onClose'>) {
  const { fields, only, notCompared } = document;
  const { left, leftCluster, right, rightCluster } = sides;
  const [leftName, rightName] = [useNameOf(left, leftCluster), useNameOf(right ?? '', rightCluster)];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-small text-muted">
        <SideLine name={right === undefined ? leftName : `− ${leftName}`} source={document.left} />
        {right !== undefined && <SideLine name={`+ ${rightName}`} source={document.right} />}
      </div>
      {fields !== null && <FieldLines fields={fields} name={`Differences of ${id}`} />}
      {notCompared !== null && <p className="text-muted">{notCompared}</p>}
      {only !== null && <Source text={only.text} cut={only.cut} id={id} />}
      {right !== undefined && only === null && (
        <>
          <WholeDocument side="left" index={left} cluster={leftCluster} id={id} routing={routing} />
          <WholeDocument side="right" index={right} cluster={rightCluster} id={id} routing={routing} />
        </>
      )}
    </div>
  );
}

/** "government", or "government on search-staging". */
function useNameOf(index: string, cluster: string | undefined): string {
  const other = useOtherName(cluster);
  return other === null ? index : `${index} on ${other}`;
}

function SideLine({ name, source }: { name: string; source: ComparedSource }) {
  return (
    <span className="min-w-0 [overflow-wrap:anywhere]">
      {name}
      {source.bytes !== null && `, ${formatBytes(source.bytes)}`}
      {source.state === 'missing' && ': a search does not find this document in it now'}
      {source.state === 'unreadable' && (
        <>
          : <State level="warn">{source.why}</State>
        </>
      )}
    </span>
  );
}

function Source({ text, cut, id }: { text: string; cut: boolean; id: string }) {
  return (
    <div>
      <Json text={text} name={`Document ${id}`} />
      {cut && <p className="mt-2 text-small text-muted">Only the beginning of the document.</p>}
    </div>
  );
}

/** All fields of one side, read when it is opened. */
function WholeDocument({
  side,
  index,
  cluster,
  id,
  routing,
}: { side: 'left' | 'right'; index: string; cluster: string | undefined } & Pick<Props, 'id' | 'routing'>) {
  const { key } = useCluster();
  const [open, setOpen] = useState(false);
  const query = useQuery({
    ...lookedUpDocumentQuery(key, {
      left: index,
      leftCluster: cluster,
      right: undefined,
      rightCluster: undefined,
      id,
      routing,
    }),
    enabled: open,
  });
  const only = query.data?.only ?? null;
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="text-accent">Show the whole document on the {side}</summary>
      <div className="mt-2">
        {only !== null ? (
          <Source text={only.text} cut={only.cut} id={`${id} on the ${side}`} />
        ) : (
          <p className="text-small text-muted">
            {query.error
              ? failureOf(query.error).message
              : query.data
                ? (query.data.left.why ?? `A search of ${index} does not find this document now.`)
                : 'Reading the document…'}
          </p>
        )}
      </div>
    </details>
  );
}
