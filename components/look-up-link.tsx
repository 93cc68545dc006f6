'use client';
import { useBlocked, useCluster } from './cluster-context.tsx';
import { paths, type IndexSides } from './paths.ts';
import { LinkButton, type LinkLook } from './ui/button.tsx';

/** To the look-up in one index or two. Disabled with the reason for a role that may not read documents. */
export function LookUpLink({ left, leftCluster, right, rightCluster, ...look }: LinkLook & IndexSides) {
  const { key } = useCluster();
  return (
    <LinkButton
      {...look}
      href={paths.lookUp(key, { left, leftCluster, right, rightCluster })}
      blocked={useBlocked('read-documents')}
    />
  );
}
