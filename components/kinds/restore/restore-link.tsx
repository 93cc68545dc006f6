import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the plan of restoring this backup; without a backup, to the choice of one of the alias's. Who may not restore reads why. */
export function RestoreLink({ backup, alias, ...look }: LinkLook & { backup?: string; alias: string }) {
  const { key } = useCluster();
  const href = backup === undefined ? paths.chooseBackup(key, alias) : paths.restore(key, backup, { alias });
  return <LinkButton {...look} href={href} blocked={useBlocked('restore')} />;
}
