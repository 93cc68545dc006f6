import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths, type IndexSides } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the page of a comparison, with the sides that are given. Disabled with the reason for a role that may not compare. */
export function CompareLink({
  backup,
  left,
  leftCluster,
  right,
  rightCluster,
  alias,
  ...look
}: LinkLook & IndexSides & { backup?: string; alias?: string }) {
  const { key } = useCluster();
  return (
    <LinkButton
      {...look}
      href={paths.compare(key, { backup, left, leftCluster, right, rightCluster, alias })}
      blocked={useBlocked('compare')}
    />
  );
}
