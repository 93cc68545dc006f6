import { z } from 'zod';
import { repositoryName, repositoryType, type RepositorySettings } from '../../contract/repository.ts';

/** One `KEY=VALUE` on each line, as it is typed and as it is in an address. */
const settingLines = z
  .string()
  .max(8_000, 'The settings are too long.')
  .transform((text, context): RepositorySettings => {
    const settings: RepositorySettings = [];
    for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
      if (line === '') continue;
      const [, name, value] = /^([^=\s]{1,255})\s*=\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) context.addIssue(`“${line}” is not KEY=VALUE.`);
      else if (settings.some((other) => other.name === name)) context.addIssue(`${name} is given twice.`);
      else settings.push({ name, value });
    }
    return settings;
  });

/** What the pages ask a plan for. */
export const repositoryAsked = z.discriminatedUnion('action', [
  z.object({
    action: z.enum(['register', 'change']),
    name: repositoryName,
    type: repositoryType,
    settings: settingLines,
  }),
  z.object({ action: z.enum(['clean-up', 'unregister']), name: z.string().min(1).max(255) }),
]);
export type RepositoryAsked = z.output<typeof repositoryAsked>;
/** The same as a form sends it. */
export type RepositoryAskedInput = z.input<typeof repositoryAsked>;
