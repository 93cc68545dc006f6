import type { Verb } from './verb.ts';

export type DoctorVerbName = 'doctor';

/** Whether the installation and its clusters are as Restore Desk needs them. The clusters are those of the configuration. */
export const DOCTOR_VERBS: Record<DoctorVerbName, Verb> = {
  doctor: {
    name: 'doctor',
    summary: 'check the installation and its clusters, and say what to do',
    usage: 'restore-desk doctor [<cluster>]',
    positionals: ['[cluster]'],
    options: {},
    optionHelp: [],
    notes:
      'For each cluster of the configuration, or the one with this key: connection, TLS, version, who we are, privileges by role, ' +
      'clocks, repositories, and the folder or bucket of its backups. For the installation: configuration, data folder, disk and ' +
      'speed, the jobs’ database, sign-in, public address, channels. Nothing is changed: a temporary file is written into each ' +
      'folder and removed, an upload is begun and aborted in each bucket, and no message is sent. Each line is ok, warning or ' +
      'FAILURE, with what to do below it. Exit code 0 without a failure, whatever the warnings; 1 with one. The dashboard shows the ' +
      'same to admins.',
    examples: ['restore-desk doctor', 'restore-desk doctor production --json'],
  },
};
