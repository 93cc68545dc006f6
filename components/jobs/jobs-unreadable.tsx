'use client';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import type { Failure } from '@/lib/errors.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { FailureNotice } from '../ui/notice.tsx';

/** Shown where the jobs' database can't be read: its error says why and what to do. */
export function JobsUnreadable({ heading, failure }: { heading: string; failure: Failure }) {
  const cluster = useCluster();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <>
      <Heading>{heading}</Heading>
      <FailureNotice
        title="The jobs can’t be read"
        failure={failure}
        actions={
          <>
            <Button pending={pending && 'Trying…'} onClick={() => startTransition(() => router.refresh())}>
              Try again
            </Button>
            <LinkButton href={paths.backups(cluster.key)}>Open the backups</LinkButton>
          </>
        }
      />
    </>
  );
}
