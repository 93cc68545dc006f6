import { isOfAlias, INCIDENT_KINDS, type IncidentKind } from '../../contract/incident-kinds.ts';
import { ENDED_ROWS, MOST_COMMENT, MOST_OPEN_ROWS } from '../../contract/incident-limits.ts';
import type { Incident } from '../../contract/incident.ts';
import { AppError } from '../../errors.ts';
import { timelineOf } from '../../incidents/timeline.ts';
import { incidentWords } from '../../incidents/words.ts';
import { acknowledgeAudited, closeAudited, commentAudited, type IncidentChanger } from '../../jobs/change-incidents.ts';
import { recordsOf } from '../../jobs/incident-records.ts';
import { commandLineActor, withStore } from '../../jobs/run-in-terminal.ts';
import { savedClusterUuid } from '../../jobs/store/cluster-uuids.ts';
import { savedCountsOf } from '../../jobs/store/document-counts.ts';
import { countIncidents, findIncidents } from '../../jobs/store/find-incidents.ts';
import { incidentById } from '../../jobs/store/incidents.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { describeIncident, describeShown, incidentFields } from '../incident-rows.ts';
import { usageError } from '../parse-arguments.ts';
import { safeLine } from '../safe-text.ts';
import { scheduleCluster } from '../schedule-cluster.ts';

export async function listIncidents(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const kind = kindOf(args.text('kind'));
  const { dataDirectory, key, warning } = await scheduleCluster(context);
  const now = Date.now();
  const { ended, found, open } = withStore(dataDirectory, (store) => {
    const wanted = { cluster: key, kind };
    return {
      open: countIncidents(store, { ...wanted, open: true }),
      found: findIncidents(store, { ...wanted, open: true, limit: MOST_OPEN_ROWS }),
      ended: args.flag('all') ? findIncidents(store, { ...wanted, open: false, limit: ENDED_ROWS }) : [],
    };
  });
  const incidents = [...found, ...ended];
  const nobodyWatches =
    warning === null ? '' : ' Only a dashboard with this cluster and this data directory notices them.';
  return {
    status: 'done',
    text:
      incidents.length === 0
        ? `There are no ${args.flag('all') ? '' : 'open '}incidents of this cluster.${nobodyWatches}`
        : incidents.map((incident) => describeIncident(incident, now)).join('\n'),
    fields: { open, incidents: incidents.map((incident) => incidentFields(incident, now)) },
  };
}

function kindOf(name: string | undefined): IncidentKind | undefined {
  const kind = INCIDENT_KINDS.find((each) => each === name);
  if (name !== undefined && kind === undefined)
    throw usageError(`--kind is one of ${INCIDENT_KINDS.join(', ')}, not “${name}”.`, 'incident list');
  return kind;
}

export async function showIncident(context: CommandContext): Promise<CommandResult> {
  const { dataDirectory, key } = await scheduleCluster(context);
  const { url } = context.target().connection;
  const now = Date.now();
  const { events, incident } = withStore(dataDirectory, (store) => {
    const found = requireIncident(store, key, numberOf(context));
    const documents = countsOf(store, found, url);
    const known = { incident: found, documents, changes: [], aliasEvents: [], ...recordsOf(store, found, now) };
    return { incident: found, events: timelineOf(known, now) };
  });
  const { next } = incidentWords(incident, now);
  return {
    status: 'done',
    text: describeShown(incident, events, now),
    fields: { incident: incidentFields(incident, now), next: next.map(({ text }) => text), events },
  };
}

/** Of its alias over the last day, as the dashboard saved them. */
function countsOf(store: JobStore, { cluster, facts, subject }: Incident, url: string) {
  const uuid = isOfAlias(facts.kind) ? savedClusterUuid(store, cluster, url) : null;
  return uuid === null ? [] : savedCountsOf(store, { key: cluster, uuid }, subject);
}

function requireIncident(store: JobStore, cluster: string, id: string): Incident {
  const found = incidentById(store, cluster, id);
  if (found) return found;
  throw new AppError('not_found', `There is no incident ${id.slice(0, 20)} of this cluster.`, {
    hint: 'restore-desk incident list --all lists them.',
  });
}

const numberOf = ({ args }: CommandContext): string => args.positionals[1]!;

export async function acknowledge(context: CommandContext): Promise<CommandResult> {
  const { changer, dataDirectory } = await changerOf(context);
  const incident = withStore(dataDirectory, (store) => acknowledgeAudited(store, changer));
  const { by } = incident.acknowledged ?? { by: changer.actor.name };
  return changed(incident, `Incident ${incident.id} is acknowledged by ${by}.`);
}

export async function comment(context: CommandContext): Promise<CommandResult> {
  const text = textOf(context, 'text');
  if (text === null) throw usageError('incident comment needs --text.', 'incident comment');
  const { changer, dataDirectory } = await changerOf(context);
  const added = withStore(dataDirectory, (store) => commentAudited(store, text, changer));
  return {
    status: 'done',
    text: safeLine(`Incident ${changer.id} has a new comment of ${added.by}.`),
    fields: { comment: added },
  };
}

export async function close(context: CommandContext): Promise<CommandResult> {
  const note = textOf(context, 'note');
  const { changer, dataDirectory } = await changerOf(context);
  const incident = withStore(dataDirectory, (store) => closeAudited(store, note, changer));
  return changed(incident, `Incident ${incident.id} is closed.`);
}

const changed = (incident: Incident, sentence: string): CommandResult => ({
  status: 'done',
  text: safeLine(sentence),
  fields: { incident: incidentFields(incident, Date.now()) },
});

function textOf({ args }: CommandContext, option: string): string | null {
  const text = args.text(option)?.trim() ?? '';
  if (text.length > MOST_COMMENT)
    throw usageError(`--${option} takes at most ${MOST_COMMENT} characters.`, args.verb.name);
  return text === '' ? null : text;
}

async function changerOf(context: CommandContext): Promise<{ changer: IncidentChanger; dataDirectory: string }> {
  const { dataDirectory, key } = await scheduleCluster(context);
  return {
    dataDirectory,
    changer: { cluster: key, id: numberOf(context), actor: commandLineActor(), now: Date.now() },
  };
}
