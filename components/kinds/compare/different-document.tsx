'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComparedDocument, ComparedSource } from '@/lib/contract/compared-document.ts';
import type { ComparedSides, ListedDifference } from '@/lib/contract/comparison-page.ts';
import { formatBytes } from '@/lib/format.ts';
import { sideNames } from '@/lib/present/comparison-words.ts';
import { versionsLabel } from '@/lib/present/difference-versions.ts';
import { useCluster } from '../../cluster-context.tsx';
import { differentDocumentQuery } from '../../compare-queries.ts';
import { QueryBoundary } from '../../query-boundary.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Json } from '../../ui/json.tsx';
import { State } from '../../ui/state.tsx';
import { FieldLines } from './field-lines.tsx';

interface Props {
  job: string;
  difference: ListedDifference;
  sides: ComparedSides;
}

/** One document that differs: a line, which opens its difference field by field. */
export function DifferentDocument({ job, difference, sides }: Props) {
  const [open, setOpen] = useState(false);
  const { id, routing } = difference;
  const versions = versionsLabel(difference);
  return (
    <details
      className="group border-t first:border-t-0"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-12 list-none items-center gap-3 px-4 py-1.5 hover:bg-raised/50 mid:px-5">
        <Icon name="chevron" className="text-faint group-open:rotate-90" />
        <code className="min-w-0 flex-1 [overflow-wrap:anywhere] text-text">{id}</code>
        {routing !== null && <Chip className="max-w-40 overflow-hidden">routing {routing}</Chip>}
        {versions !== null && (
          <span className="text-small whitespace-nowrap text-muted max-mid:hidden">{versions}</span>
        )}
      </summary>
      {open && (
        <div className="px-4 pb-4 mid:px-5">
          <Opened job={job} difference={difference} sides={sides} />
        </div>
      )}
    </details>
  );
}

function Opened({ job, difference, sides }: Props) {
  const { key } = useCluster();
  const query = useQuery(differentDocumentQuery(key, job, difference));
  const names = sideNames(sides);
  return (
    <QueryBoundary query={query} what="the document" waiting={<Waiting sides={sides} />}>
      {(document) => (
        <>
          <div className="mb-2 flex flex-wrap justify-between gap-x-6 gap-y-1 text-small text-muted">
            <SideLine mark="−" name={names.left} source={document.left} version={difference.versions.left} />
            <SideLine mark="+" name={names.right} source={document.right} version={difference.versions.right} />
          </div>
          <Content document={document} id={difference.id} />
        </>
      )}
    </QueryBoundary>
  );
}

function SideLine({
  mark,
  name,
  source,
  version,
}: {
  mark: '−' | '+';
  name: string;
  source: ComparedSource;
  version: string | null;
}) {
  return (
    <span className="min-w-0">
      <span aria-hidden="true" className={mark === '−' ? 'text-bad' : 'text-ok'}>
        {mark}
      </span>{' '}
      {name}
      {version !== null && `, version ${version}`}
      {source.bytes !== null && `, ${formatBytes(source.bytes)}`}
      {source.state === 'missing' && ': not in it'}
      {source.state === 'unreadable' && (
        <>
          : <State level="warn">{source.why}</State>
        </>
      )}
      {source.changedSince === true && (
        <>
          {' '}
          <State level="warn">changed since the comparison</State>
        </>
      )}
    </span>
  );
}

function Content({
  document: { fields, notCompared, only, left, right },
  id,
}: {
  document: ComparedDocument;
  id: string;
}) {
  if (fields !== null) return <FieldLines fields={fields} name={`Differences of ${id}`} />;
  if (only !== null)
    return (
      <>
        <Json text={only.text} name={`Document ${id}`} />
        {only.cut && <p className="mt-2 text-small text-muted">Only the beginning of the document.</p>}
      </>
    );
  if (notCompared !== null) return <p className="text-muted">{notCompared}</p>;
  return (
    <p className="text-muted">
      {left.state === 'missing' && right.state === 'missing'
        ? 'Neither side has this document now.'
        : 'Nothing to show.'}
    </p>
  );
}

function Waiting({ sides }: { sides: ComparedSides }) {
  const reads = [sides.left, sides.right].some(({ kind }) => kind === 'backup');
  return (
    <p role="status" className="py-3 text-small text-muted">
      {reads ? 'Looking for the document: the backup is read until it is found…' : 'Reading the document…'}
    </p>
  );
}
