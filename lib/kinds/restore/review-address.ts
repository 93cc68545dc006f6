import { addressPath } from '../../contract/backup-address.ts';
import type { RestoreChoices } from './review.ts';

/** What a plan does where nothing was chosen. */
const DEFAULTS: { readonly [name: string]: string } = { switchAlias: 'yes', allowPartial: 'no', allowIncomplete: 'no' };

/** The address of the review of a restore, below the cluster's, with what was chosen. */
export function restoreReviewPath(backup: string, choices: RestoreChoices): string {
  const chosen = Object.entries(choices).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[1] !== '' && entry[1] !== DEFAULTS[entry[0]],
  );
  const query = new URLSearchParams(chosen).toString();
  return `/backups/${addressPath(backup)}/restore${query === '' ? '' : `?${query}`}`;
}
