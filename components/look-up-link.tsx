'use client';
import { useBlocked, useCluster } from './cluster-context.tsx';
import { paths } from './paths.ts';
import { LinkButton, type LinkLook } from './ui/button.tsx';

/** To the look-up in one index or two. Disabled with the reason for a role that may not read documents. */
export function LookUpLink({ left, right, ...look }: LinkLook & { left?: string; right?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.lookUp(key, { left, right })} blocked={useBlocked('read-documents')} />;
}
