import { z } from 'zod';
import { DEFAULT_LOSSES, type LossRule, type WatchSettings } from '../incidents/watch-settings.ts';
import { durationMs } from './duration.ts';

const DAY_MS = 86_400_000;

const lossSettings = {
  /** Percent. */
  share: z.number().min(0).max(100).optional(),
  documents: z.number().int().min(0).optional(),
  within: durationMs
    .refine((ms) => ms <= DAY_MS, 'At most 24h: the number of documents is known for the last day.')
    .optional(),
  for: durationMs.optional(),
};

const off = { error: 'false, or { share: 10, documents: 1000, within: 1h, for: 2m }.' };

/** An alias, or several by a pattern. */
const aliasPattern = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\\/?"<>|,#\s]+$/, 'The name of an alias, or a pattern with *.');

const aliasSettings = z
  .strictObject({
    ...lossSettings,
    losses: z.literal(false).optional(),
    moves: z.literal('expected').optional(),
  })
  .refine(
    ({ documents, for: held, losses, share, within }) =>
      losses === undefined || [documents, held, share, within].every((value) => value === undefined),
    'Either `losses: false`, or numbers of losses.',
  );

const watched = z.strictObject({
  yellowFor: durationMs.default(30 * 60_000),
  losses: z.union([z.literal(false), z.strictObject(lossSettings)], off).default({}),
  aliases: z.record(aliasPattern, aliasSettings).default({}),
});
type Watched = z.infer<typeof watched>;

/** What is watched of a cluster; null: nothing. */
export const watchSettings = z
  .union([z.boolean(), watched], { error: 'true, false, or settings such as { yellowFor: 30m }.' })
  .transform((value) => (value === false ? null : toSettings(value === true ? watched.parse({}) : value)));

function toSettings({ aliases, losses, yellowFor }: Watched): WatchSettings {
  const ofAll = losses === false ? null : withNumbers(DEFAULT_LOSSES, losses);
  return {
    yellowForMs: yellowFor,
    losses: ofAll,
    aliases: Object.entries(aliases).map(([name, alias]) => ({
      name,
      losses: alias.losses === false ? null : ofAlias(ofAll, alias),
      movesExpected: alias.moves === 'expected',
    })),
  };
}

interface Numbers {
  share?: number | undefined;
  documents?: number | undefined;
  within?: number | undefined;
  for?: number | undefined;
}

/** Numbers of an alias watch it also where the cluster's aliases are not watched. */
const ofAlias = (ofAll: LossRule | null, { documents, for: held, share, within }: Numbers): LossRule | null =>
  ofAll === null && [documents, held, share, within].every((value) => value === undefined)
    ? null
    : withNumbers(ofAll ?? DEFAULT_LOSSES, { documents, for: held, share, within });

const withNumbers = (rule: LossRule, { documents, for: held, share, within }: Numbers): LossRule => ({
  share: share ?? rule.share,
  documents: documents ?? rule.documents,
  withinMs: within ?? rule.withinMs,
  holdMs: held ?? rule.holdMs,
});
