import { flag, text, type Verb } from './verb.ts';

export type OwnDataVerbName = 'bundle' | 'database-backup';

/** What Restore Desk keeps of itself. No cluster is needed. */
export const OWN_DATA_VERBS: Record<OwnDataVerbName, Verb> = {
  bundle: {
    name: 'bundle',
    summary: 'write what is known of a job into one zip, for the ticket of the incident',
    usage: 'restore-desk bundle <job> --out FILE [--without-documents]',
    positionals: ['job'],
    options: { out: text, 'without-documents': flag },
    optionHelp: [
      ['--out FILE', 'the zip to write; an existing file is never replaced'],
      ['--without-documents', 'leave out files with documents: rejected ones, differences, requests that failed'],
    ],
    notes:
      '<job> is the number of a job of any kind: `job` in its --json, or on the dashboard. The zip has the summary, the plan, its ' +
      'requests, the log, the job, what was seen of the cluster half an hour before it to half an hour after it, the lines of ' +
      'the audit log, and its documents; contents.txt names each file, and says what was left out and why. Credentials are ' +
      'left out. A job that still runs is written as it is now. No cluster is needed.',
    examples: [
      'restore-desk bundle 42 --out job-42.zip',
      'restore-desk bundle 42 --out job-42.zip --without-documents',
    ],
  },
  'database-backup': {
    name: 'database-backup',
    summary: 'copy Restore Desk’s own database while it runs',
    usage: 'restore-desk database-backup <file>',
    positionals: ['file'],
    options: {},
    optionHelp: [],
    notes:
      'The copy has the jobs with their plans, results and logs, the audit log, approvals, and the documents of each alias over ' +
      'the last day, as they are at one moment, whatever is written meanwhile. It is checked, then gets its name; an existing ' +
      'file is never replaced. It does not have the users, their sessions, or the folders of jobs (rejected documents, differences, ' +
      'undo files). It has names of people and addresses of their computers: it is readable by its owner alone. How to put ' +
      'it back: docs/operations.md.',
    examples: ['restore-desk database-backup /var/backups/restore-desk/2026-01-08.sqlite --json'],
  },
};
