import type { Check } from '../../contract/plan.ts';
import { formatBytes, formatList, plural } from '../../format.ts';
import { isSnapshot } from '../../known-backups/backups-of-alias.ts';
import type { Decided } from './decide.ts';
import type { OtherRetention } from './schema.ts';
import type { RetentionScope } from './scope.ts';

const NAMES = 10;

interface Found {
  decided: Decided;
  others: readonly OtherRetention[] | null;
  scope: RetentionScope;
  /** Why the place can't be read; null: it can. */
  problem: string | null;
  /** The repository, where it is read-only. */
  readOnly: string | null;
  /** What deleting does in the place besides. */
  effect: string | null;
}

const warn = (id: string, title: string, detail: string): Check => ({ id, level: 'warn', title, detail });
const ok = (id: string, title: string, detail: string): Check => ({ id, level: 'ok', title, detail });

/** None refuses: what is doubtful is kept. Pure. */
export function checksOf({ decided, effect, others, problem, readOnly, scope }: Found): Check[] {
  return [
    ...(problem === null ? [] : [warn('unread', 'The backups can’t be read: all are kept', problem)]),
    ...(readOnly === null
      ? []
      : [warn('read-only', `${readOnly} is read-only`, 'No snapshot in it can be deleted from this cluster.')]),
    ...(others === null ? [UNREADABLE_SCHEDULE] : keptWhole(decided)),
    ...(scope.missing.length === 0
      ? []
      : [
          warn(
            'missing',
            `${formatList(scope.missing, NAMES)}: not on the cluster`,
            'Backups of a name that no longer exists are kept.',
          ),
        ]),
    deletions(decided),
    ...(others === null || others.length === 0
      ? []
      : [
          ok(
            'others',
            'The rules of other schedules count too',
            `A backup is deleted only if ${formatList(
              others.map(({ schedule }) => schedule),
              NAMES,
            )} need${others.length === 1 ? 's' : ''} it no longer either.`,
          ),
        ]),
    ...(effect === null ? [] : [ok('effect', 'What deleting does here', effect)]),
  ];
}

const UNREADABLE_SCHEDULE = warn(
  'unreadable-schedule',
  'No old backup is deleted',
  'Another version of Restore Desk wrote a schedule of this cluster, whose rules are unknown here.',
);

/** One check for each reason. */
function keptWhole({ groups }: Decided): Check[] {
  const byReason = new Map<string, string[]>();
  for (const { keepsAll, name } of groups)
    if (keepsAll !== null) byReason.set(keepsAll, [...(byReason.get(keepsAll) ?? []), name]);
  return [...byReason].map(([because, names], position) =>
    warn(`kept-${position + 1}`, `All backups of ${formatList(names, NAMES)} are kept`, `Because ${because}.`),
  );
}

function deletions({ deleted, kept }: Decided): Check {
  const files = deleted.flatMap(({ backup }) => (isSnapshot(backup) ? [] : [backup.fileBytes]));
  if (deleted.length === 0) return ok('nothing', 'Nothing to delete', `The rules keep ${plural(kept, 'backup')}.`);
  const size = files.length === 0 ? '' : `, ${formatBytes(files.reduce((sum, bytes) => sum + bytes, 0))}`;
  const what = files.length === 0 ? 'snapshot' : 'backup';
  return ok(
    'deletions',
    `${plural(deleted.length, what)} to delete`,
    `${plural(deleted.length, what)}${size}; ${plural(kept, what)} kept. Deleting can’t be undone.`,
  );
}
