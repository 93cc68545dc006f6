import type { KeptBy } from './decide.ts';

/** Why a backup is not counted by any rule, and never deleted by one. */
export type NotCounted =
  | { why: 'not-good'; state: string }
  | { why: 'another-cluster' }
  | { why: 'unknown-cluster' }
  | { why: 'read-only'; repository: string }
  | { why: 'another-tool' }
  | { why: 'not-covered' }
  | { why: 'unknown-time' }
  | { why: 'future' }
  | { why: 'part-not-good' };

/** Why a backup is kept, whatever the rules say. */
export type Protection =
  | { why: 'last-good'; of: string }
  | { why: 'last-drilled'; of: string }
  | { why: 'in-use' }
  | { why: 'pinned'; by: string; reason: string }
  /** `because`: the reasons for which another schedule keeps it, as words. */
  | { why: 'other-schedule'; schedule: string; because: string };

export type Reason =
  | ({ why: 'rule' } & KeptBy)
  | { why: 'no-rules' }
  | NotCounted
  | Protection
  /** Everything of its alias is kept. `because`: a sentence without its full stop. */
  | { why: 'keeps-all'; because: string }
  /** It is a backup of this alias too, which keeps it. */
  | { why: 'kept-for'; of: string }
  /** The other backups of its set are kept. */
  | { why: 'set' }
  /** It is to be deleted, and one job deletes only so many. */
  | { why: 'next-run'; most: number };
