import { flag, text, type Verb } from './verb.ts';

export type IncidentVerbName =
  'incident list' | 'incident show' | 'incident acknowledge' | 'incident comment' | 'incident close';

const NUMBER = '<incident> is its number in the list. ';
const NOTICED =
  'Incidents are noticed by the dashboard that uses the same data directory, and are kept there. The cluster need not answer.';

/** What a dashboard noticed by itself. */
export const INCIDENT_VERBS: Record<IncidentVerbName, Verb> = {
  'incident list': {
    name: 'incident list',
    summary: 'list the open incidents of a cluster, the worst first',
    usage: 'restore-desk incident list <url> [--all] [--kind KIND]',
    positionals: ['url'],
    options: { all: flag, kind: text },
    optionHelp: [
      ['--all', 'also the last 50 that have ended'],
      ['--kind KIND', 'only of this kind: documents-lost, alias-missing, cluster-red, backup-overdue, job …'],
    ],
    notes: `${NOTICED} Exit code 0, whether there are any or not: \`open\` of --json counts them.`,
    examples: [
      'restore-desk incident list http://127.0.0.1:9200',
      'restore-desk incident list http://127.0.0.1:9200 --all --kind documents-lost --json',
    ],
  },
  'incident show': {
    name: 'incident show',
    summary: 'what an incident is, what to do, and what happened when',
    usage: 'restore-desk incident show <url> <incident>',
    positionals: ['url', 'incident'],
    options: {},
    optionHelp: [],
    notes:
      `${NUMBER}The documents of its alias are known for a day. The dashboard’s page also has what else changed in the cluster. ` +
      NOTICED,
    examples: ['restore-desk incident show http://127.0.0.1:9200 12'],
  },
  'incident acknowledge': {
    name: 'incident acknowledge',
    summary: 'say that somebody works on an incident: no more reminders are sent',
    usage: 'restore-desk incident acknowledge <url> <incident>',
    positionals: ['url', 'incident'],
    options: {},
    optionHelp: [],
    notes: `${NUMBER}It stays open, and its end is still told. Refused where it has ended.`,
    examples: ['restore-desk incident acknowledge http://127.0.0.1:9200 12'],
  },
  'incident comment': {
    name: 'incident comment',
    summary: 'add a comment to an incident, open or ended',
    usage: 'restore-desk incident comment <url> <incident> --text TEXT',
    positionals: ['url', 'incident'],
    options: { text },
    optionHelp: [['--text TEXT', 'the comment, at most 2,000 characters']],
    notes: `${NUMBER}Everyone who may see the cluster reads it.`,
    examples: [
      "restore-desk incident comment http://127.0.0.1:9200 12 --text 'The deletion came from the importer; it is stopped.'",
    ],
  },
  'incident close': {
    name: 'incident close',
    summary: 'close an incident that does not end by itself, or that is no incident',
    usage: 'restore-desk incident close <url> <incident> [--note TEXT]',
    positionals: ['url', 'incident'],
    options: { note: text },
    optionHelp: [['--note TEXT', 'why, at most 2,000 characters']],
    notes:
      `${NUMBER}Nothing in the cluster is changed. The same begins again only when it was over in the meantime, is worse, or happens ` +
      'once more. Refused where it has ended.',
    examples: [
      "restore-desk incident close http://127.0.0.1:9200 12 --note 'Planned: the old documents were deleted.'",
    ],
  },
};
