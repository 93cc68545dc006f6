'use client';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import type { Failure } from '@/lib/errors.ts';

/** A page of one backup while its directory does not answer. */
export function BackupUnreadable({ id, failure }: { id: string; failure: Failure }) {
  const cluster = useCluster();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <>
      <Heading>{id}</Heading>
      <FailureNotice
        title="This backup can’t be read now"
        failure={failure}
        actions={
          <>
            <Button pending={pending && 'Trying…'} onClick={() => startTransition(() => router.refresh())}>
              Try again
            </Button>
            <LinkButton href={paths.jobs(cluster.key)}>Open the jobs</LinkButton>
          </>
        }
      />
    </>
  );
}
