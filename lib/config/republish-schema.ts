import { z } from 'zod';
import { templateProblem } from '../contract/republish.ts';

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), 'One line without control characters is needed.');

/** Commands with which publishers send their documents again. They are shown, and never executed. */
export const republishSettings = z
  .array(
    z.strictObject({
      name: oneLine(100),
      command: oneLine(2_000).superRefine((command, context) => {
        const problem = templateProblem(command);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      }),
    }),
  )
  .max(20)
  .refine(
    (commands) => new Set(commands.map(({ name }) => name)).size === commands.length,
    'Two commands have the same name.',
  );
