import type { Check } from '../../contract/plan.ts';
import { formatCount, formatUtc, plural } from '../../format.ts';
import type { ReplayPlan } from './schema.ts';

type Planned = Omit<ReplayPlan, 'checks' | 'requests' | 'fingerprint'>;

/** What the captured files don't hold, and what of their order rests on clocks. */
export const captureChecks = (planned: Planned): Check[] => [...contentChecks(planned), ...orderChecks(planned)];

function contentChecks(planned: Planned): Check[] {
  const { choice, counts, coverage, firstAt, lastAt, lost } = planned;
  const gaps = coverage.servers.flatMap(({ gaps, server }) => gaps.map((gap) => ({ ...gap, server })));
  const checks: Check[] = gaps.slice(0, 5).map(({ from, others, server, to }, place) => ({
    // Lists of checks tell them from each other by it.
    id: `gap-${String(place + 1)}`,
    level: 'warn',
    title: `${server} has no request from ${formatUtc(from)} to ${formatUtc(to)}`,
    detail: `Other servers captured ${plural(others, 'request')} meanwhile: what ${server} received then is lost.`,
    hint: 'Let the publishers send that time again, and compare afterwards.',
  }));
  const { quiet } = coverage;
  if (quiet.length > 0)
    checks.push({
      id: 'quiet',
      level: 'warn',
      title:
        quiet.length === 1
          ? 'One long time without any request'
          : `${formatCount(quiet.length)} long times without any request`,
      detail: `${quiet.length === 1 ? 'From' : 'First from'} ${formatUtc(quiet[0]!.from)} to ${formatUtc(quiet[0]!.to)}. Nothing was written then, or it is lost: the files can’t tell.`,
    });
  if (lost > 0)
    checks.push({
      id: 'lost',
      level: 'warn',
      title: `At least ${plural(lost, 'request')} ${lost === 1 ? 'is' : 'are'} missing from the capture`,
      detail: 'Their answers were recorded, they were not.',
    });
  const { cut, malformed } = counts;
  if (cut + malformed > 0)
    checks.push({
      id: 'broken',
      level: 'warn',
      title: `${plural(cut + malformed, 'record')} can’t be sent`,
      detail: `${formatCount(cut)} cut, ${formatCount(malformed)} malformed. The plan lists file and offset.`,
    });
  if (firstAt !== null && Date.parse(firstAt) > Date.parse(choice.from))
    checks.push({
      id: 'begins-late',
      level: 'warn',
      title: `The first record is of ${formatUtc(firstAt)}`,
      detail: `What was written from ${formatUtc(choice.from)} until then is not in the files.`,
    });
  if (lastAt !== null && choice.to === null)
    checks.push({
      id: 'ends',
      level: 'ok',
      title: `The last record is of ${formatUtc(lastAt)}`,
      detail: 'What was written after it is not in the files.',
    });
  return [...checks, ...missingPuts(planned)];
}

/** GOV.UK's flags allow POST and DELETE alone; a client of Elasticsearch writes single documents by PUT. */
function missingPuts({ writes }: Planned): Check[] {
  const toCluster = writes.some(({ pattern }) =>
    /\/_(doc|create|update|bulk|delete_by_query|update_by_query)/.test(pattern),
  );
  if (!toCluster || writes.some(({ pattern }) => pattern.startsWith('PUT '))) return [];
  return [
    {
      id: 'no-put',
      level: 'warn',
      title: 'There is no PUT request',
      detail:
        'Clients of a cluster write single documents by PUT. If the capture allowed only POST and DELETE, those are missing.',
    },
  ];
}

function orderChecks({ closeWrites }: Planned): Check[] {
  return closeWrites === 0
    ? []
    : [
        {
          id: 'clocks',
          level: 'warn',
          title: `${plural(closeWrites, 'document write')} on different servers within a second`,
          detail: 'Their order is that of the servers’ clocks.',
        },
      ];
}
