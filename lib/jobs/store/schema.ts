/**
 * Each entry migrates the database by one version; entries are only added, and none is changed (tests/jobs/store/schema.test.ts
 * has a digest of each): databases have run them as they were. Jobs, their logs and their lines of the
 * audit log are history: no entry deletes from them.
 */
export const SCHEMA: readonly string[] = [
  `
  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster TEXT NOT NULL,
    cluster_uuid TEXT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    work TEXT NOT NULL,
    subjects TEXT NOT NULL,
    follows INTEGER REFERENCES jobs (id),
    idempotency_key TEXT UNIQUE,
    created_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    cancel_requested_at TEXT,
    cancel_requested_by TEXT,
    progress TEXT,
    checkpoint TEXT,
    resumable INTEGER NOT NULL DEFAULT 0,
    result TEXT,
    failure TEXT,
    why TEXT,
    owner TEXT NOT NULL,
    beat_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX jobs_by_cluster ON jobs (cluster, id DESC);
  CREATE INDEX jobs_alive ON jobs (status) WHERE status IN ('queued', 'running');

  CREATE TABLE locks (
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    job INTEGER NOT NULL REFERENCES jobs (id),
    exclusive INTEGER NOT NULL,
    PRIMARY KEY (scope, subject, job)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX locks_by_job ON locks (job);

  CREATE TABLE log (
    job INTEGER NOT NULL REFERENCES jobs (id),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (job, seq)
  ) STRICT, WITHOUT ROWID;

  -- What finished jobs say about the things pages ask for: made from results, in the same transaction.
  CREATE TABLE switches (
    job INTEGER PRIMARY KEY REFERENCES jobs (id),
    cluster_uuid TEXT NOT NULL,
    alias TEXT NOT NULL,
    result TEXT NOT NULL
  ) STRICT;
  CREATE INDEX switches_by_alias ON switches (cluster_uuid, alias, job DESC);
  CREATE TABLE made_indices (
    cluster_uuid TEXT NOT NULL,
    index_name TEXT NOT NULL,
    index_uuid TEXT NOT NULL,
    job INTEGER NOT NULL REFERENCES jobs (id),
    PRIMARY KEY (cluster_uuid, index_uuid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE verified_files (
    file TEXT NOT NULL PRIMARY KEY,
    file_bytes INTEGER NOT NULL,
    job INTEGER NOT NULL REFERENCES jobs (id),
    at TEXT NOT NULL,
    problem TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    ended_at TEXT,
    cluster TEXT,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('attempted', 'done', 'refused', 'failed')),
    actor_name TEXT,
    role TEXT,
    address TEXT,
    fingerprint TEXT,
    job INTEGER REFERENCES jobs (id),
    input TEXT,
    before TEXT,
    after TEXT,
    requests TEXT,
    failure TEXT,
    note TEXT
  ) STRICT;
  CREATE INDEX record_by_cluster ON record (cluster, id DESC);
  CREATE INDEX record_by_job ON record (job) WHERE job IS NOT NULL;

  CREATE TABLE approvals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    summary TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    approved_by TEXT,
    approved_at TEXT,
    used_by_job INTEGER REFERENCES jobs (id)
  ) STRICT;
  CREATE INDEX approvals_by_plan ON approvals (cluster, fingerprint);
  `,
  // Every overview reads these: an index avoids a scan of a long audit log.
  `CREATE INDEX record_of_broken_glass ON record (cluster, at) WHERE action = 'break glass';`,
  // What the second person reads: checks, before and after.
  'ALTER TABLE approvals ADD COLUMN review TEXT;',
  // Backups are named by their refs (lib/contract/backup-ref.ts), not by paths alone.
  `
  ALTER TABLE verified_files RENAME TO verified_backups;
  ALTER TABLE verified_backups RENAME COLUMN file TO backup;
  ALTER TABLE verified_backups RENAME COLUMN file_bytes TO bytes;
  UPDATE verified_backups SET backup = 'folder:' || backup;
  `,
  // A cancelled job did not fail. SQLite can't change a CHECK: the table is copied, each line with its number.
  `
  CREATE TABLE record_with_cancelled (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    ended_at TEXT,
    cluster TEXT,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('attempted', 'done', 'refused', 'failed', 'cancelled')),
    actor_name TEXT,
    role TEXT,
    address TEXT,
    fingerprint TEXT,
    job INTEGER REFERENCES jobs (id),
    input TEXT,
    before TEXT,
    after TEXT,
    requests TEXT,
    failure TEXT,
    note TEXT
  ) STRICT;
  INSERT INTO record_with_cancelled SELECT * FROM record;
  DROP TABLE record;
  ALTER TABLE record_with_cancelled RENAME TO record;
  CREATE INDEX record_by_cluster ON record (cluster, id DESC);
  CREATE INDEX record_by_job ON record (job) WHERE job IS NOT NULL;
  CREATE INDEX record_of_broken_glass ON record (cluster, at) WHERE action = 'break glass';
  `,
  // The uuid of the cluster that each entry of the configuration names: protection follows the uuid.
  `
  CREATE TABLE seen_clusters (
    cluster TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    uuid TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Expired lines are found by age, refusals by an index of their own: lib/jobs/store/prune-audit-log.ts.
  `
  CREATE INDEX record_by_time ON record (at) WHERE job IS NULL;
  CREATE INDEX record_of_refusals ON record (at) WHERE job IS NULL AND outcome = 'refused';
  `,
  // The approver, checked again when the plan is applied; and the end of an approval, which must outlast a changed
  // clock.
  `
  ALTER TABLE approvals ADD COLUMN approver TEXT;
  ALTER TABLE approvals ADD COLUMN ended_at TEXT;
  `,
  // Documents that are there, of an incomplete backup. Restores of a part had noted their backup as verified.
  `
  ALTER TABLE verified_backups ADD COLUMN found INTEGER;
  UPDATE verified_backups SET found = (
    SELECT coalesce(json_extract(result, '$.verification.documents'), json_extract(result, '$.documents'))
    FROM jobs WHERE id = job
      AND coalesce(json_extract(result, '$.verification.documents'), json_extract(result, '$.documents'))
        < coalesce(json_extract(result, '$.verification.promised'), json_extract(result, '$.promised'))
  ) WHERE job IN (SELECT id FROM jobs WHERE result IS NOT NULL AND json_valid(result));
  UPDATE verified_backups SET problem = 'Incomplete: ' || found || ' of the promised documents are there.'
  WHERE problem IS NULL AND found IS NOT NULL;
  `,
  // What was listed in each folder of a backup source: a folder that loses all of it is an alarm.
  `
  CREATE TABLE known_folders (
    source TEXT NOT NULL,
    folder TEXT NOT NULL,
    ids TEXT NOT NULL,
    listed_at TEXT NOT NULL,
    lost INTEGER NOT NULL,
    PRIMARY KEY (source, folder)
  ) STRICT, WITHOUT ROWID;
  `,
  // A restore into an index that existed before had noted that it made it.
  `
  DELETE FROM made_indices WHERE job IN (
    SELECT id FROM jobs WHERE json_valid(work) AND json_extract(work, '$.plan.target.uuid') IS NOT NULL
      AND json_extract(work, '$.plan.resume') IS NULL
  );
  `,
  // What a request for approval is about, how its plan is made again, and how it ended; and the lines of the audit log
  // by the names of what they are about. Lines of older versions get what their request says.
  `
  ALTER TABLE approvals ADD COLUMN request TEXT;
  ALTER TABLE approvals ADD COLUMN objects TEXT;
  ALTER TABLE approvals ADD COLUMN ended_as TEXT;
  ALTER TABLE approvals ADD COLUMN ended_by TEXT;
  ALTER TABLE approvals ADD COLUMN end_reason TEXT;
  CREATE INDEX approvals_by_job ON approvals (used_by_job) WHERE used_by_job IS NOT NULL;
  ALTER TABLE record ADD COLUMN objects TEXT;
  ALTER TABLE record ADD COLUMN approval INTEGER;
  CREATE INDEX record_by_approval ON record (approval) WHERE approval IS NOT NULL;
  UPDATE record SET approval = CAST(json_extract(input, '$.approval') AS INTEGER)
    WHERE action IN ('approve', 'withdraw approval') AND json_valid(input) AND json_type(input, '$.approval') = 'text';
  UPDATE record SET approval = (
      SELECT max(id) FROM approvals WHERE approvals.fingerprint = record.fingerprint
        AND approvals.cluster = record.cluster AND approvals.requested_at <= record.ended_at)
    WHERE action = 'ask for approval' AND outcome = 'done' AND fingerprint IS NOT NULL;
  UPDATE record SET
      fingerprint = coalesce(fingerprint, (SELECT fingerprint FROM approvals WHERE approvals.id = record.approval)),
      objects = (SELECT json_array(summary) FROM approvals WHERE approvals.id = record.approval)
    WHERE approval IS NOT NULL;
  `,
  // The documents of each alias over the last day: one row for each change that is kept (lib/live/document-counts.ts), and
  // the times in which the cluster was watched. Times in milliseconds; `target` identifies the indices of the alias.
  `
  CREATE TABLE watched_times (
    cluster TEXT NOT NULL,
    cluster_uuid TEXT NOT NULL,
    began INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (cluster, cluster_uuid, began)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE document_counts (
    cluster TEXT NOT NULL,
    cluster_uuid TEXT NOT NULL,
    alias TEXT NOT NULL,
    at INTEGER NOT NULL,
    after INTEGER NOT NULL,
    documents INTEGER,
    target TEXT NOT NULL,
    PRIMARY KEY (cluster, cluster_uuid, alias, at)
  ) STRICT, WITHOUT ROWID;
  `,
  // The jobs that took a snapshot, by the snapshot's uuid.
  `
  CREATE INDEX jobs_by_snapshot ON jobs (json_extract(result, '$.uuid')) WHERE kind = 'snapshot' AND status = 'succeeded';
  `,
  // What a person has set of a running job: paused, slower.
  `
  ALTER TABLE jobs ADD COLUMN controls TEXT;
  `,
  // Schedules, their runs, what drills found out, and the backups that are never deleted by themselves. `due_at` and `since`
  // in milliseconds. A schedule that is removed keeps its row, for the runs and jobs that name it.
  `
  CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster TEXT NOT NULL,
    name_key TEXT NOT NULL,
    spec TEXT NOT NULL,
    since INTEGER NOT NULL,
    paused_at TEXT,
    paused_by TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at TEXT
  ) STRICT;
  CREATE UNIQUE INDEX schedules_by_name ON schedules (cluster, name_key) WHERE removed_at IS NULL;
  CREATE TABLE schedule_runs (
    schedule INTEGER NOT NULL REFERENCES schedules (id),
    due_at INTEGER NOT NULL,
    trigger TEXT NOT NULL CHECK (trigger IN ('time', 'late', 'person')),
    state TEXT NOT NULL CHECK (state IN ('running', 'good', 'partial', 'failed', 'missed')),
    claimed_at TEXT NOT NULL,
    ended_at TEXT,
    why TEXT,
    steps TEXT,
    owner TEXT,
    beat_at TEXT NOT NULL,
    PRIMARY KEY (schedule, due_at)
  ) STRICT, WITHOUT ROWID;
  -- Two runs of one schedule never overlap, in any process.
  CREATE UNIQUE INDEX schedule_runs_open ON schedule_runs (schedule) WHERE state = 'running';
  ALTER TABLE jobs ADD COLUMN schedule INTEGER REFERENCES schedules (id);
  ALTER TABLE jobs ADD COLUMN schedule_due INTEGER;
  CREATE INDEX jobs_by_schedule ON jobs (schedule, schedule_due, id) WHERE schedule IS NOT NULL;
  CREATE INDEX jobs_of_drills ON jobs (cluster_uuid, id) WHERE kind = 'drill';
  CREATE TABLE drilled_backups (
    backup TEXT NOT NULL PRIMARY KEY,
    bytes INTEGER NOT NULL,
    job INTEGER NOT NULL REFERENCES jobs (id),
    at TEXT NOT NULL,
    seconds REAL NOT NULL,
    documents INTEGER,
    equal INTEGER,
    compared TEXT,
    ok INTEGER NOT NULL,
    problem TEXT,
    limited INTEGER NOT NULL,
    elsewhere INTEGER NOT NULL,
    alias TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE pinned_backups (
    backup TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Incidents, what people said about them, planned work, and messages until they are sent. Times named `_ms` are milliseconds since
  // 1970; an incident that is not confirmed yet has no `confirmed_at`, and is in no list.
  `
  CREATE TABLE incidents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'warning')),
    facts TEXT NOT NULL,
    began_at TEXT NOT NULL,
    began_after TEXT,
    noticed_at TEXT NOT NULL,
    confirmed_at TEXT,
    seen_ms INTEGER NOT NULL,
    gone_since_ms INTEGER,
    ended_at TEXT,
    ended_after TEXT,
    ended_by TEXT CHECK (ended_by IN ('itself', 'person', 'not-watched')),
    acknowledged_at TEXT,
    acknowledged_by TEXT,
    closed_at TEXT,
    closed_by TEXT,
    closed_note TEXT
  ) STRICT;
  -- Several processes watch one cluster: one of them opens an incident.
  CREATE UNIQUE INDEX incidents_open ON incidents (cluster, kind, subject) WHERE ended_at IS NULL;
  CREATE INDEX incidents_ended ON incidents (cluster, ended_at) WHERE ended_at IS NOT NULL;
  CREATE INDEX incidents_by_cluster ON incidents (cluster, id);
  CREATE INDEX incidents_by_kind ON incidents (cluster, kind, id);
  CREATE INDEX incidents_by_subject ON incidents (cluster, subject, id);
  CREATE INDEX jobs_by_end ON jobs (ended_at);
  CREATE INDEX incidents_closed ON incidents (cluster, kind, subject) WHERE ended_by = 'person';
  CREATE TABLE incident_comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident INTEGER NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX incident_comments_by_incident ON incident_comments (incident, id);
  -- What was observed of the cluster while it lasted: the lines of its page, which are known for a day elsewhere.
  CREATE TABLE incident_observed (
    incident INTEGER PRIMARY KEY REFERENCES incidents (id) ON DELETE CASCADE,
    lines TEXT NOT NULL
  ) STRICT;
  -- How far a cluster was watched: what one process has seen is not found again by another, or after a restart.
  CREATE TABLE watched_clusters (
    cluster TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE mutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster TEXT NOT NULL,
    alias TEXT,
    kind TEXT,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    from_at TEXT NOT NULL,
    until_at TEXT NOT NULL,
    ended_at TEXT,
    ended_by TEXT
  ) STRICT;
  CREATE INDEX mutes_by_cluster ON mutes (cluster, until_at);
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    cluster TEXT NOT NULL,
    incident INTEGER REFERENCES incidents (id) ON DELETE CASCADE,
    -- Of an incident: began, worse, reminder, ended. Of a run of a schedule: start, success, failure.
    event TEXT NOT NULL,
    -- What no message is made of twice: the incident, or the run of a schedule; and which of its reminders.
    subject TEXT NOT NULL,
    number INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    next_try_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_until_ms INTEGER,
    sent_ms INTEGER,
    gave_up_ms INTEGER,
    -- 1: given up because a later message says more, not because it could not be sent.
    outdated INTEGER NOT NULL DEFAULT 0 CHECK (outdated IN (0, 1)),
    answer TEXT
  ) STRICT;
  CREATE UNIQUE INDEX messages_once ON messages (channel, subject, event, number);
  CREATE INDEX messages_by_cluster ON messages (cluster, id);
  CREATE INDEX messages_by_channel ON messages (cluster, channel, sent_ms, gave_up_ms, outdated);
  CREATE INDEX messages_by_incident ON messages (incident) WHERE incident IS NOT NULL;
  CREATE INDEX messages_waiting ON messages (channel, next_try_ms, id) WHERE sent_ms IS NULL AND gave_up_ms IS NULL;
  CREATE INDEX messages_unsent ON messages (channel, gave_up_ms, created_ms, outdated) WHERE sent_ms IS NULL;
  -- The jobs of people that did not succeed, or only in part (watched-jobs.ts has the same words).
  CREATE INDEX jobs_not_good ON jobs (cluster, id) WHERE schedule IS NULL
    AND (status IN ('failed', 'interrupted') OR (status = 'succeeded' AND json_extract(result, '$.status') = 'partial'));
  -- And those that did everything, which make them good.
  CREATE INDEX jobs_good ON jobs (cluster, kind, id)
    WHERE status = 'succeeded' AND json_extract(result, '$.status') IS NOT 'partial';
  CREATE INDEX jobs_that_follow ON jobs (follows) WHERE follows IS NOT NULL;
  `,
  // What /metrics counts, counted as it happens: a counter never goes down, whatever is deleted later. `status` of a job that
  // succeeded in part is `partial`. `job_durations`: of the jobs that began, how many ended within so many seconds.
  `
  CREATE TABLE job_totals (
    cluster TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    ended INTEGER NOT NULL,
    began INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (cluster, kind, status)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE job_durations (
    cluster TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    within_seconds INTEGER NOT NULL,
    jobs INTEGER NOT NULL,
    PRIMARY KEY (cluster, kind, status, within_seconds)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE duration_bounds (within_seconds INTEGER PRIMARY KEY) STRICT;
  INSERT INTO duration_bounds VALUES (1), (10), (60), (300), (900), (3600), (14400), (43200);
  CREATE VIEW ended_jobs AS
    SELECT id, cluster, kind,
      CASE WHEN status = 'succeeded' AND json_valid(result) AND json_extract(result, '$.status') = 'partial'
        THEN 'partial' ELSE status END AS status,
      max(0.0, (julianday(ended_at) - julianday(started_at)) * 86400) AS seconds
    FROM jobs WHERE status NOT IN ('queued', 'running');
  INSERT INTO job_totals
    SELECT cluster, kind, status, count(*), count(seconds), total(seconds) FROM ended_jobs GROUP BY cluster, kind, status;
  INSERT INTO job_durations
    SELECT cluster, kind, status, within_seconds, total(seconds <= within_seconds)
      FROM ended_jobs JOIN duration_bounds WHERE seconds IS NOT NULL GROUP BY cluster, kind, status, within_seconds;
  CREATE TRIGGER jobs_counted AFTER UPDATE OF status ON jobs
    WHEN OLD.status IN ('queued', 'running') AND NEW.status NOT IN ('queued', 'running')
  BEGIN
    INSERT INTO job_totals
      SELECT cluster, kind, status, 1, seconds IS NOT NULL, coalesce(seconds, 0.0) FROM ended_jobs WHERE id = NEW.id
      ON CONFLICT DO UPDATE SET
        ended = ended + 1, began = began + excluded.began, seconds = seconds + excluded.seconds;
    INSERT INTO job_durations
      SELECT cluster, kind, status, within_seconds, seconds <= within_seconds FROM ended_jobs JOIN duration_bounds
        WHERE id = NEW.id AND seconds IS NOT NULL
      ON CONFLICT DO UPDATE SET jobs = jobs + excluded.jobs;
  END;

  CREATE TABLE incident_totals (
    cluster TEXT NOT NULL,
    kind TEXT NOT NULL,
    began INTEGER NOT NULL,
    PRIMARY KEY (cluster, kind)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO incident_totals
    SELECT cluster, kind, count(*) FROM incidents WHERE confirmed_at IS NOT NULL GROUP BY cluster, kind;
  CREATE TRIGGER incidents_counted AFTER INSERT ON incidents WHEN NEW.confirmed_at IS NOT NULL
  BEGIN
    INSERT INTO incident_totals VALUES (NEW.cluster, NEW.kind, 1) ON CONFLICT DO UPDATE SET began = began + 1;
  END;
  CREATE TRIGGER confirmed_incidents_counted AFTER UPDATE OF confirmed_at ON incidents
    WHEN OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL
  BEGIN
    INSERT INTO incident_totals VALUES (NEW.cluster, NEW.kind, 1) ON CONFLICT DO UPDATE SET began = began + 1;
  END;

  CREATE TABLE message_totals (
    channel TEXT NOT NULL PRIMARY KEY,
    sent INTEGER NOT NULL,
    given_up INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO message_totals
    SELECT channel, count(sent_ms), count(gave_up_ms) FILTER (WHERE outdated = 0) FROM messages GROUP BY channel;
  CREATE TRIGGER channels_counted AFTER INSERT ON messages
  BEGIN
    INSERT INTO message_totals
      VALUES (NEW.channel, NEW.sent_ms IS NOT NULL, NEW.gave_up_ms IS NOT NULL AND NEW.outdated = 0)
      ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, given_up = given_up + excluded.given_up;
  END;
  CREATE TRIGGER sent_messages_counted AFTER UPDATE OF sent_ms ON messages
    WHEN OLD.sent_ms IS NULL AND NEW.sent_ms IS NOT NULL
  BEGIN
    UPDATE message_totals SET sent = sent + 1 WHERE channel = NEW.channel;
  END;
  CREATE TRIGGER given_up_messages_counted AFTER UPDATE OF gave_up_ms ON messages
    WHEN OLD.gave_up_ms IS NULL AND NEW.gave_up_ms IS NOT NULL AND NEW.outdated = 0
  BEGIN
    UPDATE message_totals SET given_up = given_up + 1 WHERE channel = NEW.channel;
  END;
  `,
  // Which program brought the database to a version, and when: an older program that refuses it names the newest.
  `
  CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    from_version INTEGER NOT NULL,
    program TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT;
  `,
];
