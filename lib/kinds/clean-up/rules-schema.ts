import { z } from 'zod';
import { parseAliases, validateRules } from './rules.ts';
import { aliasName } from '../../contract/names.ts';

/** Parses the rules in a request. */
export const rulesTextSchema = z
  .object({
    keep: z.string().max(20).default('1'),
    olderThan: z.string().max(20).default(''),
    aliases: z
      .string()
      .max(8_000)
      .default('')
      .refine(
        (text) => parseAliases(text).every((alias) => aliasName.safeParse(alias).success),
        'One of these is no alias’s name.',
      ),
  })
  .superRefine((rules, context) => {
    for (const [field, message] of Object.entries(validateRules(rules)))
      context.addIssue({ code: 'custom', path: [field], message });
  });
