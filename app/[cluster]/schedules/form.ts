import type { Selection } from '@/components/backups/selected-names.ts';
import type { Probe, RetentionRules, ScheduleKind, ScheduleSpec } from '@/lib/contract/schedule.ts';

/** A spec before it is checked: what the server fills in may be left out. */
export interface TypedSpec {
  name: string;
  kind: ScheduleKind;
  what: { all: boolean; aliases: string[]; indices: string[] };
  cron: string;
  timeZone: string;
  to: string | null;
  missed: 'run' | 'record';
  retention: RetentionRules | null;
  drill: { which: 'newest' | 'turns'; documentsPerSecond: number | null; probes: Probe[] } | null;
}

export const COUNTED_RULES = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type CountedRule = (typeof COUNTED_RULES)[number];

export interface TypedProbe {
  name: string;
  query: string;
  minHits: string;
  likeLivePercent: string;
}

/** The fields as they are typed. */
export interface ScheduleForm {
  name: string;
  kind: ScheduleKind;
  /** `indices` is not of this form: see `patterns`. */
  selection: Selection;
  /** One a line. */
  patterns: string;
  cron: string;
  timeZone: string;
  /** Empty: the configured place of backups. */
  to: string;
  missed: 'run' | 'record';
  deletes: boolean;
  rules: Record<CountedRule | 'within', string>;
  which: 'newest' | 'turns';
  documentsPerSecond: string;
  probes: TypedProbe[];
}

const NO_RULES = { last: '', hourly: '', daily: '', weekly: '', monthly: '', yearly: '', within: '' };
export const EMPTY_PROBE: TypedProbe = { name: '', query: '', minHits: '1', likeLivePercent: '' };

export const EMPTY_FORM: ScheduleForm = {
  name: '',
  kind: 'backup',
  selection: { all: 'yes' },
  patterns: '',
  cron: '0 3 * * *',
  timeZone: 'UTC',
  to: '',
  missed: 'run',
  deletes: false,
  rules: { ...NO_RULES, daily: '30', weekly: '12', monthly: '12' },
  which: 'newest',
  documentsPerSecond: '',
  probes: [],
};

export function formOf(spec: ScheduleSpec): ScheduleForm {
  const { cron, drill, kind, missed, name, retention, timeZone, to, what } = spec;
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    name,
    kind,
    selection: what.all ? { all: 'yes' } : what.aliases.length > 0 ? { aliases: what.aliases.join(',') } : {},
    patterns: what.indices.join('\n'),
    cron,
    timeZone,
    to: to ?? '',
    missed,
    deletes: retention !== null,
    rules: retention === null ? EMPTY_FORM.rules : rulesTextOf(retention),
    which: drill?.which ?? 'newest',
    documentsPerSecond: text(drill?.documentsPerSecond ?? null),
    probes: (drill?.probes ?? []).map((probe) => ({
      name: probe.name,
      query: probe.query,
      minHits: text(probe.minHits),
      likeLivePercent: text(probe.likeLivePercent),
    })),
  };
}

function rulesTextOf(rules: RetentionRules): ScheduleForm['rules'] {
  const text = (rule: CountedRule) => (rules[rule] === 0 ? '' : String(rules[rule]));
  return {
    last: text('last'),
    hourly: text('hourly'),
    daily: text('daily'),
    weekly: text('weekly'),
    monthly: text('monthly'),
    yearly: text('yearly'),
    within: rules.within ?? '',
  };
}

export const patternsIn = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter(Boolean))];

const namesIn = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);

/** An empty field is none; what is no number becomes NaN, which the server refuses beside the field. */
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** What the server is sent. It checks everything, and says beside which field something is wrong. */
export function specOf(form: ScheduleForm): TypedSpec {
  const { kind, rules, selection } = form;
  const all = selection.all === 'yes';
  return {
    name: form.name.trim(),
    kind,
    what: {
      all,
      aliases: all ? [] : namesIn(selection.aliases),
      indices: all ? [] : patternsIn(form.patterns),
    },
    cron: form.cron.trim().replace(/\s+/g, ' '),
    timeZone: form.timeZone,
    to: form.to === '' ? null : form.to,
    missed: form.missed,
    retention: kind !== 'drill' && form.deletes ? retentionOf(rules) : null,
    drill:
      kind === 'drill'
        ? {
            which: form.which,
            documentsPerSecond: numberOf(form.documentsPerSecond),
            probes: form.probes.map((probe) => ({
              name: probe.name.trim(),
              query: probe.query.trim(),
              minHits: numberOf(probe.minHits),
              likeLivePercent: numberOf(probe.likeLivePercent),
            })),
          }
        : null,
  };
}

const retentionOf = (rules: ScheduleForm['rules']): RetentionRules => ({
  last: numberOf(rules.last) ?? 0,
  hourly: numberOf(rules.hourly) ?? 0,
  daily: numberOf(rules.daily) ?? 0,
  weekly: numberOf(rules.weekly) ?? 0,
  monthly: numberOf(rules.monthly) ?? 0,
  yearly: numberOf(rules.yearly) ?? 0,
  within: rules.within.trim() || null,
});

/** The message beside a field, by its path in the spec: "retention.daily". undefined: none. */
export type ErrorAt = (path: string) => string | undefined;

/** From the fields of failures, the first one first. A message of a part of a field counts for the field. */
export function errorsOf(...failures: readonly (Record<string, string> | undefined)[]): ErrorAt {
  const all = failures
    .flatMap((fields) => Object.entries(fields ?? {}))
    .map(([path, message]) => [path.replace(/^spec\./, ''), message] as const);
  return (path) => all.find(([each]) => each === path || each.startsWith(`${path}.`))?.[1];
}
