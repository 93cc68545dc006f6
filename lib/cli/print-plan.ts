import type { BackupPlan, Check, CleanUpPlan, PlannedRequest, RestorePlan, SwitchPlan } from '../contract/plans.ts';
import { formatBytes, formatCount, formatUtc, plural } from '../format.ts';
import { safeLine } from './safe-text.ts';

type AnyPlan = BackupPlan | RestorePlan | SwitchPlan | CleanUpPlan;

/** A plan as an engineer reads it on a terminal. `url`: for the requests, which can be copied. */
export function printPlan(plan: AnyPlan, url: string): string {
  const lines = [
    `Cluster ${plan.cluster.name} (${plan.cluster.distribution} ${plan.cluster.version}, ${url})`,
    '',
    ...bodyOf(plan),
    '',
    ...checksOf(plan.checks),
    '',
    'Requests:',
    ...plan.requests.flatMap((request) => curl(request, url)),
  ];
  return lines.map(safeLine).join('\n');
}

function bodyOf(plan: AnyPlan): string[] {
  switch (plan.kind) {
    case 'backup':
      return backupLines(plan);
    case 'restore':
      return restoreLines(plan);
    case 'switch':
      return switchLines(plan);
    case 'clean-up':
      return cleanUpLines(plan);
    default:
      return plan satisfies never;
  }
}

function backupLines(plan: BackupPlan): string[] {
  return [
    `Would back up ${plural(plan.indices.length, 'index', 'indices')} (${plural(plan.documents, 'document')}, ${formatBytes(plan.primaryBytes)}) to ${plan.directory}:`,
    ...plan.indices.map(
      (index) =>
        `  ${index.group}: ${index.index}, ${plural(index.documents, 'document')}, ${formatBytes(index.primaryBytes)}`,
    ),
    ...plan.skipped.map((index) => `  left out: ${index.message}${index.hint ? ` ${index.hint}` : ''}`),
  ];
}

function restoreLines(plan: RestorePlan): string[] {
  const { backup, target } = plan;
  return [
    `Would restore ${plural(backup.documents, 'document')} (${formatBytes(backup.objectsBytes)}) from ${backup.file}`,
    `  taken ${formatUtc(backup.takenAt)}${backup.index === null ? '' : ` from ${backup.index}`}`,
    `  into ${target.index}, ${target.uuid === null ? 'a new index' : `which exists and has ${plural(target.documents, 'document')}`}, ${plural(target.shards, 'shard')}, ${plural(target.replicas, 'replica')}`,
    plan.switchAlias && plan.alias !== null
      ? `  then move the alias ${plan.alias} from ${plan.before.map(({ index }) => index).join(', ') || 'nowhere'} to it, if everything matches`
      : `  the alias${plan.alias === null ? '' : ` ${plan.alias}`} stays where it is`,
    ...(plan.settings.changes.length > 0
      ? [
          'Settings that change:',
          ...plan.settings.changes.map(
            (change) =>
              `  ${change.action.padEnd(11)} ${change.name}: ${change.from ?? 'not set'} → ${change.to ?? 'not set'} (${change.why})`,
          ),
        ]
      : []),
    ...(plan.mappings.changes.length > 0
      ? [
          'Mappings that change:',
          ...plan.mappings.changes.map(
            (change) =>
              `  ${change.path === '' ? 'the mapping' : change.path}: ${change.from ?? 'nothing'} → ${change.to ?? 'nothing'} (${change.why})`,
          ),
        ]
      : []),
  ];
}

const targetLine = (target: {
  index: string;
  documents: number | null;
  primaryBytes: number | null;
  state: string;
}): string =>
  `  ${target.index}, ${plural(target.documents, 'document')}, ${formatBytes(target.primaryBytes)}, ${target.state}`;

function switchLines(plan: SwitchPlan): string[] {
  return [
    `Would move the alias ${plan.alias}${plan.aliasFrom === 'undo' ? ' back' : ''}`,
    'from',
    ...(plan.before.length === 0 ? ['  nothing'] : plan.before.map(targetLine)),
    'to',
    ...(plan.after.length === 0
      ? ['  nothing: the alias goes']
      : plan.after.map((index) => (index === plan.target.index ? targetLine(plan.target) : `  ${index}`))),
  ];
}

function cleanUpLines(plan: CleanUpPlan): string[] {
  const head =
    plan.indices === 0
      ? 'Nothing would go.'
      : `${plural(plan.indices, 'index', 'indices')} would go (${plural(plan.documents, 'document')}, ${formatBytes(plan.bytes)} come back).`;
  return [
    head,
    ...plan.groups.flatMap(({ alias, entries }) => [
      '',
      alias,
      ...entries.map(
        (entry) =>
          `  ${entry.goes ? 'goes ' : 'stays'}  ${entry.index}  ${entry.documents === null ? 'unknown' : formatCount(entry.documents)} documents, ${formatBytes(entry.storeBytes)}: because ${entry.because}`,
      ),
    ]),
    ...(plan.outside.length === 0
      ? []
      : [
          '',
          `${plural(plan.outside.length, 'index', 'indices')} of no alias ${plan.outside.length === 1 ? 'is' : 'are'} never cleaned up, whatever the rules:`,
          ...plan.outside.map(
            (entry) =>
              `  ${entry.index}  ${entry.documents === null ? 'unknown' : formatCount(entry.documents)} documents, ${formatBytes(entry.storeBytes)}`,
          ),
        ]),
  ];
}

const WORDS = { ok: 'ok     ', warn: 'WARNING', refuse: 'REFUSED' } as const;
const checksOf = (checks: readonly Check[]): string[] =>
  checks.flatMap((check) => [
    `${WORDS[check.level]}  ${check.title}: ${check.detail}`,
    ...(check.hint && check.level !== 'ok' ? [`         ${check.hint}`] : []),
  ]);

function curl(request: PlannedRequest, url: string): string[] {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    ...(request.note ? [`  # ${request.note}`] : []),
    `  curl -X ${request.method} ${quoted(`${url}${request.path}`)}${request.body === undefined ? '' : ` -H 'content-type: application/json' -d ${quoted(request.body)}`}`,
  ];
}

/** Warnings of a plan that is being run, on stderr. */
export const warningsOf = (checks: readonly Check[]): string[] =>
  checks
    .filter(({ level }) => level === 'warn')
    .map((check) => safeLine(`Warning: ${check.title}. ${check.detail}${check.hint ? ` ${check.hint}` : ''}`));
