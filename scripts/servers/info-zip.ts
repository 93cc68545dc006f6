import { MissingRequirement } from './missing-requirement.ts';
import { installPackages, programPath } from './system-packages.ts';

/** The path of Info-ZIP's `unzip`, with which the tests read backups. Throws MissingRequirement. */
export function findUnzip(): string {
  const found = programPath('unzip') ?? (installPackages(['unzip']) ? programPath('unzip') : null);
  if (!found)
    throw new MissingRequirement(
      'The tests need Info-ZIP’s unzip: install it (Debian, Ubuntu: apt-get install unzip) so that `unzip` is on the PATH.',
    );
  return found;
}
