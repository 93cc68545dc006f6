import { z } from 'zod';
import { aliasesIn, problemsOf } from './rules.ts';
import { aliasName } from '../../contract/names.ts';

/** Typed rules at the door of the server. */
export const typedRules = z
  .object({
    keep: z.string().max(20).default('1'),
    olderThan: z.string().max(20).default(''),
    aliases: z
      .string()
      .max(8_000)
      .default('')
      .refine(
        (text) => aliasesIn(text).every((alias) => aliasName.safeParse(alias).success),
        'One of these is no alias’s name.',
      ),
  })
  .superRefine((rules, context) => {
    for (const [field, message] of Object.entries(problemsOf(rules)))
      context.addIssue({ code: 'custom', path: [field], message });
  });
