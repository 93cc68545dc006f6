import { MissingPiece } from './missing-piece.ts';
import { installPackages, programPath } from './system-packages.ts';

/** Info-ZIP's `unzip`: the tests read backups with it. */
export function findUnzip(): string {
  const found = programPath('unzip') ?? (installPackages(['unzip']) ? programPath('unzip') : null);
  if (!found)
    throw new MissingPiece(
      'The tests need Info-ZIP’s unzip: install it (Debian, Ubuntu: apt-get install unzip) so that `unzip` is on the PATH.',
    );
  return found;
}
