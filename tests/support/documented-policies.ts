/** Answers as the documentation of both products has them, with other times: no server here has the features. */

/** Elasticsearch, "Get snapshot lifecycle policy". `last_success` and `last_failure` as in SnapshotInvocationRecord. */
export const SLM_POLICIES = {
  'daily-snapshots': {
    version: 1,
    modified_date: '2026-05-06T01:30:00.000Z',
    modified_date_millis: 1778031000000,
    policy: {
      schedule: '0 30 1 * * ?',
      name: '<daily-snap-{now/d}>',
      repository: 'my_repository',
      config: { indices: ['data-*', 'important'], ignore_unavailable: false, include_global_state: false },
      retention: { expire_after: '30d', min_count: 5, max_count: 50 },
    },
    last_success: {
      snapshot_name: 'daily-snap-2026.11.27-tme_ivjqswgkpryvnao2lg',
      start_time: Date.parse('2026-11-27T01:30:00.000Z'),
      time: Date.parse('2026-11-27T01:30:04.000Z'),
    },
    last_failure: {
      snapshot_name: 'daily-snap-2026.11.28-ydtx68tzqnqhkkmt2gvqdq',
      time: Date.parse('2026-11-28T01:30:02.000Z'),
      details: JSON.stringify({
        type: 'snapshot_exception',
        reason: '[my_repository:daily-snap] failed to create snapshot successfully, 1 out of 3 total shards failed',
        stack_trace: 'SnapshotException…',
      }),
    },
    stats: {
      policy: 'daily-snapshots',
      snapshots_taken: 7,
      snapshots_failed: 1,
      snapshots_deleted: 0,
      snapshot_deletion_failures: 0,
    },
    next_execution: '2026-11-29T01:30:00.000Z',
    next_execution_millis: Date.parse('2026-11-29T01:30:00.000Z'),
  },
  everything: {
    version: 2,
    policy: { schedule: '0 0 3 * * ?', name: '<all-{now/d}>', repository: 'other' },
    in_progress: { name: 'all-2026.11.29-x', uuid: 'u', state: 'STARTED', start_time_millis: 1795921200000 },
    stats: { policy: 'everything', snapshots_taken: 0, snapshots_failed: 0 },
  },
};

/** OpenSearch, "Get policies". */
export const SM_POLICIES = {
  policies: [
    {
      _id: 'daily-policy-sm-policy',
      _seq_no: 44696,
      _primary_term: 19,
      sm_policy: {
        name: 'daily-policy',
        description: 'Daily snapshot policy',
        schema_version: 15,
        creation: { schedule: { cron: { expression: '0 8 * * *', timezone: 'UTC' } }, time_limit: '1h' },
        deletion: {
          schedule: { cron: { expression: '0 1 * * *', timezone: 'America/Los_Angeles' } },
          condition: { max_age: '7d', min_count: 7, max_count: 21 },
          time_limit: '1h',
        },
        snapshot_config: { date_format: 'yyyy-MM-dd-HH:mm', repository: 's3-repo', indices: '*', partial: 'true' },
        schedule: { interval: { start_time: 1656341042874, period: 1, unit: 'Minutes' } },
        enabled: true,
      },
    },
  ],
  total_policies: 1,
};

/** OpenSearch, "Explain", with the fields of its table. */
export const EXPLAINED = {
  policies: [
    {
      name: 'daily-policy',
      creation: {
        current_state: 'CREATION_START',
        trigger: { time: Date.parse('2026-11-29T08:00:00.000Z') },
        latest_execution: {
          status: 'FAILED',
          start_time: Date.parse('2026-11-28T08:00:00.000Z'),
          end_time: Date.parse('2026-11-28T08:00:09.000Z'),
          info: {
            message: 'Caught exception while creating snapshot.',
            cause: 'RemoteTransportException: [s3-repo] is missing',
          },
        },
      },
      deletion: { current_state: 'DELETION_START', trigger: { time: Date.parse('2026-11-29T09:00:00.000Z') } },
      policy_seq_no: 44696,
      policy_primary_term: 19,
      enabled: true,
    },
  ],
};
