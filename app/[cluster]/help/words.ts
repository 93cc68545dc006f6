/** The words of the pages, in the order in which a person meets them. */
export const WORDS: readonly { word: string; meaning: string }[] = [
  {
    word: 'Index',
    meaning: 'Documents that Elasticsearch searches together. Its name has the alias, a date and an id.',
  },
  {
    word: 'Alias',
    meaning:
      'A second name that searches use, such as “government”. It points to one index, or to several. The index that it points to is live.',
  },
  {
    word: 'Switch',
    meaning:
      'The alias points to another index afterwards. It is one request to Elasticsearch: no search sees a state in between. It can be undone.',
  },
  {
    word: 'Previous index, newer index',
    meaning:
      'The index that the alias pointed to before the last switch, and one that was created after the live index.',
  },
  {
    word: 'Backup',
    meaning:
      'A copy of an index to restore: a zip file, with all documents, settings and mappings of one index, which Restore Desk writes and reads; or a snapshot.',
  },
  {
    word: 'Snapshot',
    meaning:
      'What the cluster itself saves of its indices, into a repository; every node copies its own shards. It holds no count. Restore Desk saves the numbers of every shard before and after it, and compares the restored index with them.',
  },
  {
    word: 'Exact, between two moments',
    meaning:
      'Exact: nothing was written while a snapshot was taken, so every shard must have as many documents as then. Between two moments: documents were written meanwhile, so it has some of them, and is not called verified.',
  },
  {
    word: 'Repository',
    meaning:
      'A place where a cluster keeps snapshots: a folder that all its nodes share, or a bucket. Several clusters may read one; only one may write to it.',
  },
  {
    word: 'Verified',
    meaning:
      'The backup file was read to its end: every checksum is right, and every expected document is in it. Not verified yet: the file has not been read to its end.',
  },
  {
    word: 'Seal',
    meaning: 'A checksum (SHA-256) over the whole backup file, which shows that no byte of the file has changed.',
  },
  {
    word: 'Content digest',
    meaning:
      'One number made from the id and the content of every document, in any order. Two indices with the same digest and the same count have equal documents. It is the proof of a restore.',
  },
  {
    word: 'Restore',
    meaning:
      'Load a backup into an index, compare count and content digest with the backup, and only then switch the alias. The live index is not changed, unless the review says so.',
  },
  {
    word: 'Plan, review',
    meaning:
      'What a job will do, made from the cluster as it is now. The number of a plan (its fingerprint) changes when the cluster changes; a changed plan must be reviewed again.',
  },
  {
    word: 'Job',
    meaning:
      'A backup, restore, switch, clean-up or verification. It continues when the page is closed, and it is never removed from the list.',
  },
  {
    word: 'Interrupted',
    meaning: 'The process that ran the job has ended. The job can be resumed, or started again.',
  },
  {
    word: 'Clean up',
    meaning: 'Delete indices without an alias, by rules that keep the newest ones. It can’t be undone.',
  },
  {
    word: 'Approval',
    meaning:
      'On a protected cluster a second person must approve exactly this plan before an alias is switched. It is valid for a limited time.',
  },
  {
    word: 'Break-glass',
    meaning:
      'Switch an alias of a protected cluster without an approval, with a reason. It is shown on every overview and in the audit log.',
  },
  {
    word: 'Audit log',
    meaning: 'Every change that was requested, refused or done: who, when, from where. It can’t be edited here.',
  },
  {
    word: 'Watermark',
    meaning:
      'A limit of a node’s disk. Above the low one Elasticsearch puts no new shards on the node, above the high one it moves shards away, and above the flood stage it blocks writes.',
  },
  {
    word: 'Health',
    meaning:
      'Green: every shard has all its copies. Yellow: a replica is missing. Red: a primary shard is missing, so documents can’t be searched.',
  },
  {
    word: 'Replay',
    meaning:
      'Requests that GoReplay captured are sent again, in their order, so that a restored index gets what was written since its backup. Where the capture has gaps, something is missing afterwards.',
  },
  {
    word: 'Time for the publishers',
    meaning:
      'From five minutes before the backup was started until one minute after the switch. What was published then may be missing from the restored index: publishers send it again with their own commands, which a person runs and marks as done.',
  },
  {
    word: 'Incident',
    meaning:
      'Something that Restore Desk noticed by itself: an alias lost documents, a disk is nearly full, a job failed. Its beginning and its end are observed; where nothing was watched in between, it has both times. A dip that comes back in time is none.',
  },
  {
    word: 'Acknowledged, closed',
    meaning:
      'Acknowledged: a person knows of an incident, and no more reminders are sent. Closed: a person ended one that was not over; it does not begin again while it lasts, unless it becomes worse or happens once more. After a restore a person closes the incident on the page of the restore, with what remains unknown, and can reopen it there. What was noticed of the same loss is closed with it, and stays closed.',
  },
  {
    word: 'Channel, route',
    meaning:
      'A channel is where messages are sent: a webhook, a chat, e-mail, or a heartbeat address. A route says which incidents or schedules it gets. Both are in the configuration.',
  },
  {
    word: 'Mute',
    meaning:
      'No message begins during planned work, until a time. Incidents are still listed, and what is still wrong at the end is reported then.',
  },
  {
    word: 'Changed, spelled differently',
    meaning:
      'In a comparison, a changed document has other values on the other side. One that is spelled differently has the same values, written in another way: keys in another order, or 1.0 instead of 1.',
  },
  {
    word: 'Schedule',
    meaning:
      'What Restore Desk runs by itself at set times: backups, snapshots, or drills. A run is a job like any other; it needs no approval and never moves an alias.',
  },
  {
    word: 'Missed, overdue',
    meaning:
      'Missed: Restore Desk did not run at a time of the schedule, or an earlier run had not ended. Overdue: the newest time of the schedule passed without a run.',
  },
  {
    word: 'Retention',
    meaning:
      'The rules that say which backups are kept. The others are deleted after a run of the schedule, never the last good one of an alias.',
  },
  {
    word: 'Drill',
    meaning:
      'A backup is restored into a temporary index, compared, and the index is deleted. It proves that the backup can be restored, and shows how long that takes.',
  },
];
