import type { Check, Plan, PlannedRequest } from '../contract/plan.ts';
import { kinds } from '../kinds/kinds.ts';
import { safeLine } from './safe-text.ts';

/** A plan for a terminal. `url`: for the requests, which are printed as curl commands. */
export function printPlan(plan: Plan, url: string): string {
  const lines = [
    `Cluster ${plan.cluster.name} (${plan.cluster.distribution} ${plan.cluster.version}, ${url})`,
    '',
    ...(kinds.of(plan).planDescription?.terminalLines(plan) ?? []),
    '',
    ...checksOf(plan.checks),
    '',
    'Requests:',
    ...plan.requests.flatMap((request) => curl(request, url)),
  ];
  return lines.map(safeLine).join('\n');
}

const LEVELS = { ok: 'ok     ', warn: 'WARNING', refuse: 'REFUSED' } as const;
const checksOf = (checks: readonly Check[]): string[] =>
  checks.flatMap((check) => [
    `${LEVELS[check.level]}  ${check.title}: ${check.detail}`,
    ...(check.hint && check.level !== 'ok' ? [`         ${check.hint}`] : []),
  ]);

function curl(request: PlannedRequest, url: string): string[] {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    ...(request.note ? [`  # ${request.note}`] : []),
    `  curl -X ${request.method} ${quoted(`${url}${request.path}`)}` +
      `${request.body === undefined ? '' : ` -H 'content-type: application/json' -d ${quoted(request.body)}`}`,
  ];
}

/** The plan's warnings, for stderr when the plan is run. */
export const warningsOf = (checks: readonly Check[]): string[] =>
  checks
    .filter(({ level }) => level === 'warn')
    .map((check) => safeLine(`Warning: ${check.title}. ${check.detail}${check.hint ? ` ${check.hint}` : ''}`));
