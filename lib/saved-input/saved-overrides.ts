import { restoreChoices, type RestoreChoices } from '../kinds/restore/review.ts';
import { AppError } from '../errors.ts';
import { saveInput, savedInput } from './saved-input.ts';

const overrides = restoreChoices.pick({ settings: true, mappings: true }).required();
export type Overrides = Pick<RestoreChoices, 'settings' | 'mappings'>;

/** Overrides too long for an address: it carries the key. Throws AppError disk. */
export const saveOverrides = (cluster: string, { settings = '', mappings = '' }: Overrides): string =>
  saveInput(cluster, { settings, mappings });

/** The choices with the overrides that their address only names. Throws AppError invalid_input, beside the field. */
export function withSavedOverrides(cluster: string, choices: RestoreChoices): RestoreChoices {
  if (choices.typed === undefined) return choices;
  const kept = savedOverrides(cluster, choices.typed);
  if (kept === null)
    throw new AppError('invalid_input', 'The overrides of this address are not kept any more.', {
      hint: 'Type or paste them again.',
      details: {
        fields: {
          settings: 'What was typed here is not kept any more: paste it again, or change anything to go on without.',
        },
      },
    });
  return { ...choices, ...kept };
}

export function savedOverrides(cluster: string, key: string): Overrides | null {
  const kept = overrides.safeParse(savedInput(cluster, key));
  if (!kept.success) return null;
  const { settings, mappings } = kept.data;
  return { ...(settings ? { settings } : {}), ...(mappings ? { mappings } : {}) };
}
