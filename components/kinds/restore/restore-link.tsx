import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

interface Props extends LinkLook {
  alias: string;
  /** A zip file; none: to the choice of a backup. */
  backup?: string;
  /** Of a restore from a snapshot. */
  href?: string;
}

/** To the review of restoring this backup, or to the choice of a backup. Disabled with the reason for a role that may not restore. */
export function RestoreLink({ backup, alias, href, ...look }: Props) {
  const { key } = useCluster();
  const review = backup === undefined ? paths.chooseBackup(key, alias) : paths.restore(key, backup, { alias });
  return <LinkButton {...look} href={href ?? review} blocked={useBlocked('restore')} />;
}
