import type { Plan } from '../contract/plan.ts';
import type { CommandResult, CommandContext } from './command-context.ts';
import { printPlan } from './print-plan.ts';

/** Prints the plan and changes nothing. A plan that would be refused gets the exit code of a refusal. */
export function dryRun(
  context: CommandContext,
  plan: Plan,
  fields: Record<string, unknown>,
  closing = '',
): CommandResult {
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  return {
    status: refusal ? 'refused' : 'planned',
    text: `${printPlan(plan, context.target().connection.url)}${refusal ? `\n\nThis would be refused: ${refusal.title}.` : closing}`,
    fields: {
      ...fields,
      plan,
      ...(refusal
        ? {
            error: {
              code: 'refused',
              message: `${refusal.title}: ${refusal.detail}`,
              hint: refusal.hint,
              details: { check: refusal.id },
            },
          }
        : {}),
    },
  };
}
