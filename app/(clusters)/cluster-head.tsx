import Link from 'next/link';
import type { ClusterStanding } from '@/lib/contract/clusters-page.ts';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { paths } from '@/components/paths.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { ClusterApprovals } from './cluster-approvals.tsx';

/** The name is the link, and covers its whole row or tile: links of its parts lie above it. */
export function ClusterHead({ cluster }: { cluster: ClusterStanding }) {
  const { approvals, colour, environment, key, name, readOnly, role, verificationOff } = cluster;
  return (
    <div className="grid min-w-0 content-start justify-items-start gap-1">
      <h3 className="max-w-full">
        <Link
          href={paths.overview(key)}
          prefetch={false}
          className="flex max-w-full flex-wrap items-baseline gap-x-2.5 text-[16px]/6 font-medium [overflow-wrap:anywhere] text-text no-underline after:absolute after:inset-0 min-[1440px]:text-[19px]/7"
        >
          <span className="min-w-0">{name}</span> <EnvironmentTag environment={environment} colour={colour} />
        </Link>
      </h3>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 empty:hidden">
        {readOnly && <Chip>read-only</Chip>}
        {cluster.protected && <Chip>protected</Chip>}
        {verificationOff && <Chip tone="warn">certificate not verified</Chip>}
        {role !== undefined && <Chip>{`your role: ${role}`}</Chip>}
      </span>
      {approvals && <ClusterApprovals cluster={cluster} approvals={approvals} />}
    </div>
  );
}
