'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { changesIn } from '@/components/plan-changed.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { DeletionReview } from '@/lib/contract/deletion-review.ts';
import { pinSentence } from '@/lib/contract/pinned.ts';
import { areOf, formatBytes, plural } from '@/lib/format.ts';
import { deletionName } from '@/lib/present/deletion-name.ts';
import { losesLast } from '@/lib/present/loses-last.ts';
import { AfterDeletion } from '../[group]/[name]/after-deletion.tsx';
import { BackupsToDelete } from './backups-to-delete.tsx';
import { Remaining } from './remaining.tsx';

interface Deletion {
  cluster: string;
  backups: { id: string; stamp: string }[];
  last: string[];
  typed: string;
  once: string;
}

const idsOf = ({ backups }: DeletionReview): string[] => backups.map(({ row: { id } }) => id);

interface Props {
  ids: string[];
  review: DeletionReview;
  remove: (input: Deletion) => Promise<ActionAnswer<{ job: string }>>;
}

/** Exactly what is deleted, what remains, and after that the one confirmation. The server checks all of it again. */
export function DeleteView({ ids, review, remove }: Props) {
  const cluster = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const blocked = useDeletionBlocked(review);
  const act = useAction(remove, (value) => router.replace(paths.job(cluster.key, value.job)));
  const changes = changesIn(act.failure);
  useReloadAfter(changes);
  if (review.backups.length === 0 || act.failure?.code === 'not_found') return <AlreadyDeleted ids={ids} />;

  const here = review.backups.map(({ row: { id }, stamp }) => ({ id, stamp }));
  const name = deletionName(idsOf(review), cluster.name);
  const what = plural(here.length, 'backup');
  return (
    <>
      <Heading
        sub={
          <p>
            From {cluster.name} ({cluster.environment}).{review.final && ' Deleting a backup can’t be undone.'}
          </p>
        }
      >
        Delete {what}
      </Heading>
      <div className="flex flex-col gap-4">
        {changes !== null && <Changed changes={changes} />}
        {act.failure && changes === null && <FailureNotice failure={act.failure} title="Nothing was deleted" />}
        <Note note={review.note} />
        <PinnedNotice review={review} />
        <BackupsToDelete review={review} />
        <Remaining review={review} />
        <Panel title={`Confirm the deletion of ${what}`} tone="bad">
          <div className="max-w-xl">
            <TypedConfirm
              name={name}
              ask={
                here.length === 1
                  ? 'Type the name of the file to delete it'
                  : 'Type the name of the cluster to delete them'
              }
              verb={`Delete ${what}, ${formatBytes(review.bytes)}`}
              pending={act.pending && 'Deleting…'}
              blocked={blocked}
              onConfirm={(typed) =>
                void act.act({ cluster: cluster.key, backups: here, last: losesLast(review), typed, once })
              }
              beside={
                <LinkButton
                  look="quiet"
                  href={here.length === 1 ? paths.backup(cluster.key, here[0]!.id) : paths.backups(cluster.key)}
                >
                  Keep {here.length === 1 ? 'it' : 'them'}
                </LinkButton>
              }
            />
          </div>
        </Panel>
      </div>
    </>
  );
}

/** What deleting does here besides. */
function Note({ note }: { note: string | null }) {
  if (note === null) return null;
  return (
    <Notice tone="info" title="What deleting does in this bucket">
      <p>{note}</p>
    </Notice>
  );
}

/** Why the button can't be pressed; null: it can. */
function useDeletionBlocked({ backups }: DeletionReview): string | null {
  const mayNot = useBlocked('delete-backup');
  return mayNot ?? (backups.some(({ pinned }) => pinned !== null) ? 'Pinned backups are not deleted.' : null);
}

/** Nothing is deleted while one of them is pinned. */
function PinnedNotice({ review }: { review: DeletionReview }) {
  const pinned = review.backups.flatMap(({ pinned: pin, row: { id } }) => (pin === null ? [] : [{ id, pin }]));
  if (pinned.length === 0) return null;
  return (
    <Notice
      tone="warn"
      live="alert"
      title={`${plural(pinned.length, 'backup')} of these ${areOf(pinned.length)} pinned: nothing can be deleted`}
    >
      <ul className="flex flex-col gap-1">
        {pinned.map(({ id, pin }) => (
          <li key={id}>
            <code className="[overflow-wrap:anywhere]">{id}</code>: {pinSentence(pin)}
          </li>
        ))}
      </ul>
      <p>Unpin {pinned.length === 1 ? 'it' : 'them'} first, on the page of the backup, or delete the others alone.</p>
    </Notice>
  );
}

/** A refused deletion brings its changes along; the fresh review is loaded below them. */
function useReloadAfter(changes: string[] | null) {
  const router = useRouter();
  const loaded = useRef<string[] | null>(null);
  useEffect(() => {
    if (changes === null || changes.join() === loaded.current?.join()) return;
    loaded.current = changes;
    router.refresh();
  }, [changes, router]);
}

function Changed({ changes }: { changes: readonly string[] }) {
  return (
    <Notice tone="warn" live="alert" title="The backups have changed since this was shown: nothing was deleted">
      <ul className="list-disc pl-5">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <p>The list below is current. Read it again, then confirm.</p>
    </Notice>
  );
}

function AlreadyDeleted({ ids }: { ids: readonly string[] }) {
  const one = ids.length === 1;
  return (
    <>
      <Heading>{one ? 'This backup no longer exists' : 'These backups no longer exist'}</Heading>
      <Notice tone="info" live="alert" title="There is nothing to delete" actions={<AfterDeletion id={ids[0]!} />}>
        <p>{one ? 'It was' : 'They were'} deleted or renamed meanwhile:</p>
        <ul>
          {ids.map((id) => (
            <li key={id}>
              <code>{id}</code>
            </li>
          ))}
        </ul>
      </Notice>
    </>
  );
}
