import { restoreChoices, type RestoreChoices } from '../kinds/restore/review.ts';
import { AppError } from '../errors.ts';
import { saveInput, readSavedInput } from './saved-input.ts';

const overrides = restoreChoices.pick({ settings: true, mappings: true }).required();
export type Overrides = Pick<RestoreChoices, 'settings' | 'mappings'>;

/** Saves overrides that are too long for an address; returns the key. Throws AppError disk. */
export const saveOverrides = (cluster: string, { settings = '', mappings = '' }: Overrides): string =>
  saveInput(cluster, { settings, mappings });

/** The choices, with the saved overrides that their key names. Throws AppError invalid_input, with the field. */
export function withSavedOverrides(cluster: string, choices: RestoreChoices): RestoreChoices {
  if (choices.typed === undefined) return choices;
  const saved = readSavedOverrides(cluster, choices.typed);
  if (saved === null)
    throw new AppError('invalid_input', 'The overrides of this address are no longer saved.', {
      hint: 'Type or paste them again.',
      details: {
        fields: {
          settings: 'Your input here is no longer saved: paste it again, or change any option to continue without it.',
        },
      },
    });
  return { ...choices, ...saved };
}

export function readSavedOverrides(cluster: string, key: string): Overrides | null {
  const saved = overrides.safeParse(readSavedInput(cluster, key));
  if (!saved.success) return null;
  const { settings, mappings } = saved.data;
  return { ...(settings ? { settings } : {}), ...(mappings ? { mappings } : {}) };
}
