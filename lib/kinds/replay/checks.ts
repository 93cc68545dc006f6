import type { ClusterIndices } from '../../contract/indices.ts';
import type { Check } from '../../contract/plan.ts';
import { capitalised, formatCount, formatList, formatUtc, plural } from '../../format.ts';
import { captureChecks } from './capture-checks.ts';
import { describeDeletions } from './replay-words.ts';
import type { ReplayPlan } from './schema.ts';

type Planned = Omit<ReplayPlan, 'checks' | 'requests' | 'fingerprint'>;

interface Known {
  /** Of the cluster that the target writes to; null: it is not asked. */
  indices: ClusterIndices | null;
  /** That the target writes to; null: any. */
  aliases: readonly string[] | null;
}

export const replayChecks = (planned: Planned, known: Known): Check[] => [
  ...targetChecks(planned, known),
  somethingToSend(planned),
  ...deletionChecks(planned),
  ...switchChecks(planned),
  ...captureChecks(planned),
  ...exclusionChecks(planned),
];

/** Requests for an index that is not there would make it, without its mappings. */
function targetChecks({ restored }: Planned, { aliases, indices }: Known): Check[] {
  if (indices === null) return [];
  const targetsOf = (alias: string) =>
    indices.indices.filter((index) => index.aliases.some((membership) => membership.alias === alias));
  if (restored !== null) {
    const index = indices.indices.find(({ uuid }) => uuid === restored.uuid);
    if (index === undefined)
      return [
        refuse(
          'restored',
          `${restored.index} does not exist`,
          'There is nothing to replay the requests into.',
          RESTORE,
        ),
      ];
    if (!targetsOf(restored.alias).includes(index))
      return [
        refuse(
          'restored',
          `${restored.alias} does not point to ${restored.index}`,
          'The requests name the alias: they would be written to another index.',
          `Switch ${restored.alias} to it first, then replay.`,
        ),
      ];
    const detail = `${restored.alias} points to it. It has ${plural(restored.documents, 'document')}.`;
    return [{ id: 'restored', level: 'ok', title: `The requests go to ${restored.index}`, detail }];
  }
  const missing = (aliases ?? []).filter((alias) => targetsOf(alias).length === 0);
  return missing.length === 0
    ? []
    : [
        refuse(
          'restored',
          `${formatList(missing)} ${missing.length === 1 ? 'points' : 'point'} to no index`,
          'There is nothing to replay the requests into.',
          RESTORE,
        ),
      ];
}

const RESTORE = 'Restore the backup and switch the alias first.';

const refuse = (id: string, title: string, detail: string, hint: string): Check => ({
  id,
  level: 'refuse',
  title,
  detail,
  hint,
});

function somethingToSend({ counts, documents }: Planned): Check {
  if (counts.send > 0)
    return {
      id: 'requests',
      level: 'ok',
      title: `${plural(counts.send, 'request')} would be sent`,
      detail: `They write to ${plural(documents, 'document')}. Requests for one document keep their order.`,
    };
  return {
    id: 'requests',
    level: 'refuse',
    title: 'No captured request is to be sent',
    detail: `Of ${plural(counts.records, 'record')}, ${formatCount(counts.before)} are from before the start, ${formatCount(counts.after)} from after the end, ${formatCount(counts.reads)} are reads, ${formatCount(counts.filtered)} for other indices, ${formatCount(counts.refused)} were refused then, ${formatCount(counts.administration + counts.oldIndex)} must not be sent.`,
    hint: 'Choose other files, or another time.',
  };
}

/** What the incident itself sent. */
function deletionChecks({ bursts, lostAt }: Planned): Check[] {
  const sent = bursts.filter((burst) => burst.sent);
  const [first] = sent;
  if (first === undefined)
    return bursts.length === 0
      ? []
      : [
          {
            id: 'deletions',
            level: 'ok',
            title: `${capitalised(describeDeletions(bursts))} from ${formatUtc(bursts[0]!.from)} on are not sent`,
            detail: 'The replay ends before them.',
          },
        ];
  const query = sent.some(({ deletes }) => deletes === null);
  const lost = lostAt === null ? '' : ` The alias was first seen without its documents at ${formatUtc(lostAt)}.`;
  return [
    {
      id: 'deletions',
      level: 'warn',
      title: `${capitalised(describeDeletions(sent))} from ${formatUtc(first.from)} on are sent again`,
      detail:
        (query
          ? 'The capture does not say how many documents a query deletes: it may be the incident itself.'
          : 'So many within a minute look like the incident itself: the index would lose the documents a second time.') +
        lost,
      hint: `The last moment before them is ${first.before}.`,
    },
  ];
}

/** Writes of the time in which the restored index was live already. */
function switchChecks({ afterSwitch, restored, switchedAt }: Planned): Check[] {
  if (switchedAt === null || restored === null) return [];
  if (afterSwitch === 0)
    return [
      {
        id: 'switch',
        level: 'ok',
        title: `The replay ends before the switch at ${formatUtc(switchedAt)}`,
        detail: 'A document that was written since then gets its captured content where the replay writes it, too.',
      },
    ];
  return [
    {
      id: 'switch',
      level: 'warn',
      title: `${plural(afterSwitch, 'request')} after the switch at ${formatUtc(switchedAt)} would be sent a second time`,
      detail: `${restored.alias} was on ${restored.index} then, so that index has them already.`,
      hint: `End at the switch: ${switchedAt}.`,
    },
  ];
}

function exclusionChecks({ counts, oldIndex, otherIndices }: Planned): Check[] {
  const { administration, oldIndex: old, refused } = counts;
  return [
    ...(old === 0
      ? []
      : [
          {
            id: 'old-index',
            level: 'warn' as const,
            title: `${plural(old, 'request')} to an old index ${old === 1 ? 'is' : 'are'} not sent`,
            detail: `For example ${oldIndex[0]?.path ?? ''}. That index is kept as it was, or was deleted: sending them would change it, or create it again.`,
            hint: 'Map it to the restored index.',
          },
        ]),
    ...(administration === 0
      ? []
      : [
          {
            id: 'administration',
            level: 'ok' as const,
            title: `${plural(administration, 'administrative request')} ${administration === 1 ? 'is' : 'are'} not sent`,
            detail: 'Such as changes of indices, aliases and settings: they could undo the restore.',
          },
        ]),
    ...(refused === 0
      ? []
      : [
          {
            id: 'refused',
            level: 'ok' as const,
            title: `${plural(refused, 'request')} that ${refused === 1 ? 'was' : 'were'} refused then ${refused === 1 ? 'is' : 'are'} not sent`,
            detail: 'With the credentials of a replay they might be accepted.',
          },
        ]),
    ...(otherIndices.length === 0
      ? []
      : [
          {
            id: 'other-indices',
            level: 'warn' as const,
            title: `Requests also write to ${formatList(otherIndices)}`,
            detail: 'They were not restored from this backup.',
          },
        ]),
  ];
}
