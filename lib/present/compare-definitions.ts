import { parseDefinition } from '../archive/definition-parts.ts';
import type { BackupDifference, DifferenceLine } from '../contract/backup-page.ts';
import { DEFINITION_LIMITS } from '../archive/entry-limits.ts';
import { AppError } from '../errors.ts';
import { exceededLimit, describeLimit } from '../json/limits.ts';
import { differenceOf, isOwnSetting } from './difference.ts';

/** Of each part, on the page. */
const MAX_LINES = 200;
const MAX_CHARACTERS = 2_000;

type Compared = Pick<BackupDifference, 'settings' | 'mappings' | 'same' | 'different'>;

/**
 * Compares the definition of a backup with that of the live index. Throws AppError unsupported where the live one is
 * beyond the limits.
 */
export function compareDefinitions({ backup, live }: { backup: Buffer; live: Buffer }): Compared {
  const exceeded = exceededLimit(live, DEFINITION_LIMITS);
  if (exceeded !== null)
    throw new AppError(
      'unsupported',
      `The definition of the live index ${describeLimit(exceeded, DEFINITION_LIMITS)}: it is not compared.`,
    );
  const [ours, theirs] = [parseDefinition(backup), parseDefinition(live)];
  const settings = differenceOf(ours.settings, theirs.settings);
  const mappings = differenceOf(ours.mappings, theirs.mappings);
  const own = settings.lines.filter((line) => !isOwnSetting(line.key));
  return {
    settings: own.slice(0, MAX_LINES).map(clipped),
    mappings: mappings.lines.slice(0, MAX_LINES).map(clipped),
    same: { settings: settings.same, mappings: mappings.same },
    different: { settings: own.length, mappings: mappings.lines.length },
  };
}

const clipped = ({ key, backup, live }: DifferenceLine): DifferenceLine => ({
  key: clip(key),
  backup: backup === null ? null : clip(backup),
  live: live === null ? null : clip(live),
});

const clip = (text: string): string => (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
