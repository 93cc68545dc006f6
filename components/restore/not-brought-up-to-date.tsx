'use client';
import { useCluster } from '../cluster-context.tsx';
import { Notice } from '../ui/notice.tsx';

/** Of a copy. What the page of a restore offers otherwise compares the backup with what this cluster had. */
export function NotBroughtUpToDate() {
  const { name } = useCluster();
  return (
    <Notice tone="info" title="These are the documents of another cluster">
      <p>
        What was written on {name} before or after is not in them, and is not carried forward: the two have separate
        histories. For newer documents of the other cluster, copy a newer backup of it.
      </p>
    </Notice>
  );
}
