import type { Verb } from './verb.ts';

export type NotifyVerbName = 'notify list' | 'notify test';

/** Where messages about incidents and heartbeats of schedules are sent. No cluster is needed. */
export const NOTIFY_VERBS: Record<NotifyVerbName, Verb> = {
  'notify list': {
    name: 'notify list',
    summary: 'list the channels of the configuration, what is sent by them, and what waits',
    usage: 'restore-desk notify list',
    positionals: [],
    options: {},
    optionHelp: [],
    notes:
      'Channels and routes are those of restore-desk.yaml (docs/notifications.md); no secret is printed. Messages wait in the ' +
      'data directory while a channel is down, and a dashboard that uses it sends them.',
    examples: ['restore-desk notify list', 'restore-desk notify list --json'],
  },
  'notify test': {
    name: 'notify test',
    summary: 'send a test message by a channel, and print its answer',
    usage: 'restore-desk notify test <channel>',
    positionals: ['channel'],
    options: {},
    optionHelp: [],
    notes:
      'The message is sent from here, now, and says that it is a test. Of a heartbeat it is a success, which the monitor counts. Exit ' +
      'code 1 where the channel did not take it.',
    examples: ['restore-desk notify test on-call', 'restore-desk notify test on-call --json'],
  },
};
