import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the page of a comparison, with the sides that are given. Disabled with the reason for a role that may not compare. */
export function CompareLink({
  backup,
  left,
  right,
  alias,
  ...look
}: LinkLook & { backup?: string; left?: string; right?: string; alias?: string }) {
  const { key } = useCluster();
  return (
    <LinkButton {...look} href={paths.compare(key, { backup, left, right, alias })} blocked={useBlocked('compare')} />
  );
}
