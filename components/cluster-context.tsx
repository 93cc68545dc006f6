'use client';
import { createContext, useContext, type ReactNode } from 'react';
import type { Permission } from '@/lib/kinds/kinds.ts';

export type ClusterColour = 'violet' | 'teal' | 'pink' | 'slate';
type Verdict = { allowed: true } | { allowed: false; why: string };

export interface OtherCluster {
  key: string;
  name: string;
  environment: string;
  colour: ClusterColour;
}

/** What every part of a page knows about its cluster and about what this person may do there. */
export interface ShownCluster {
  key: string;
  name: string;
  environment: string;
  colour: ClusterColour;
  protected: boolean;
  /** Moving an alias here needs a second person's approval. */
  approval: boolean;
  readOnly: boolean;
  /** The other clusters on which this person has a role, in the order of the configuration. */
  others: readonly OtherCluster[];
  /** The name of the signed-in person. */
  user: string;
  permitted: Readonly<Record<Permission, Verdict>>;
  /** Whether this person may ask for an approval, and may approve or decline. */
  approvals?: Readonly<Record<'ask' | 'approve', Verdict>>;
}

const Context = createContext<ShownCluster | null>(null);

export function ClusterProvider({ value, children }: { value: ShownCluster; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useCluster(): ShownCluster {
  const cluster = useContext(Context);
  if (cluster === null) throw new Error('useCluster outside of a cluster’s pages');
  return cluster;
}

/** For what is also shown outside of a cluster's pages; null: there. */
export const useClusterIfAny = (): ShownCluster | null => useContext(Context);

/** The same of its key. */
export const useClusterKey = (): string | null => useContext(Context)?.key ?? null;

/** The same for approvals. */
export function useApprovalBlocked(what: 'ask' | 'approve'): string | null {
  const verdict = useCluster().approvals?.[what];
  return verdict === undefined || verdict.allowed ? null : verdict.why;
}

/** null: allowed; else why not, for the button's `blocked`. The server checks again, whatever this says. */
export function useBlocked(permission: Permission): string | null {
  // A job names the permission of its kind, which this build may not know.
  const verdict: Verdict | undefined = useCluster().permitted[permission];
  if (verdict === undefined) return 'Unknown permission.';
  return verdict.allowed ? null : verdict.why;
}
