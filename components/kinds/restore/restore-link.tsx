import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the review of restoring this backup, or to the choice of a backup. Disabled with the reason for a role that may not restore. */
export function RestoreLink({ backup, alias, ...look }: LinkLook & { backup?: string; alias: string }) {
  const { key } = useCluster();
  const href = backup === undefined ? paths.chooseBackup(key, alias) : paths.restore(key, backup, { alias });
  return <LinkButton {...look} href={href} blocked={useBlocked('restore')} />;
}
