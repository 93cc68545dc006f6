import { isAlias, isScalar, LineCounter, parseDocument, visit, Document, type Node, type ParsedNode } from 'yaml';
import type { z } from 'zod';
import { explainIssues } from '../config/explain.ts';
import { personKey } from '../contract/person.ts';
import { scheduleFile, type Probe, type RetentionRules, type ScheduleSpec } from '../contract/schedule.ts';
import { AppError, isAppError } from '../errors.ts';
import { requireRunnable } from '../jobs/require-runnable.ts';

export const MOST_BYTES = 1024 * 1024;
/** So many problems are named. */
const MOST_PROBLEMS = 10;
const HINT = '`restore-desk schedule export` writes such a file.';

/** The file of `schedule export`: what has its default is left out. */
export function formatScheduleFile(specs: readonly ScheduleSpec[]): string {
  const document = new Document(
    { version: 1, schedules: specs.map(withoutDefaults) },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || typeof node.value !== 'string') return;
      // Escapes are possible between double quotes only; a cron expression is easier to read in quotes.
      if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(node.value)) node.type = 'QUOTE_DOUBLE';
      else if (/^[\d*][\d*,/-]*\s/.test(node.value)) node.type = 'QUOTE_SINGLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

const withoutDefaults = ({ drill, missed, name, kind, what, cron, timeZone, retention, to }: ScheduleSpec) => ({
  name,
  kind,
  what: what.all
    ? { all: true }
    : {
        ...(what.aliases.length > 0 ? { aliases: what.aliases } : {}),
        ...(what.indices.length > 0 ? { indices: what.indices } : {}),
      },
  cron,
  timeZone,
  ...(to === null ? {} : { to }),
  missed,
  ...(retention === null ? {} : { retention: setRules(retention) }),
  ...(drill === null
    ? {}
    : {
        drill: {
          which: drill.which,
          ...(drill.documentsPerSecond === null ? {} : { documentsPerSecond: drill.documentsPerSecond }),
          ...(drill.probes.length === 0 ? {} : { probes: drill.probes.map(setExpectations) }),
        },
      }),
});

const setRules = (rules: RetentionRules) =>
  Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== 0 && rule !== null));

const setExpectations = (probe: Probe) =>
  Object.fromEntries(Object.entries(probe).filter(([, expectation]) => expectation !== null));

/**
 * Reads the file of `schedule export`, and checks every schedule in it. `name`: of the file, for sentences. Throws AppError
 * invalid_input with the line of each problem.
 */
export function parseScheduleFile(text: string, name: string): ScheduleSpec[] {
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new AppError('invalid_input', `${name} is larger than 1 MiB: it is no file of schedules.`, { hint: HINT });
  const { document, lineOf } = parseYaml(text, name);
  const parsed = scheduleFile.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success)
    throw problemsOf(
      name,
      parsed.error.issues
        .flatMap(issueOfEachKey)
        .flatMap(({ issue, path }) =>
          explainIssues([issue], scheduleFile).map((sentence) => ({ line: lineOf(path), sentence })),
        ),
    );
  const { schedules } = parsed.data;
  const problems = schedules.flatMap((spec, position) => [
    ...(schedules.findIndex((other) => personKey(other.name) === personKey(spec.name)) < position
      ? [{ line: lineOf(['schedules', position, 'name']), sentence: `Two schedules are named ${spec.name}.` }]
      : []),
    ...notRunnable(spec).map(({ field, sentence }) => ({
      line: lineOf([
        'schedules',
        position,
        ...field.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      ]),
      sentence: `schedules[${position}].${field.replace(/\.(\d+)/g, '[$1]')}: ${sentence}`,
    })),
  ]);
  if (problems.length > 0) throw problemsOf(name, problems);
  return schedules;
}

/** One issue for each unknown key: they may be on different lines. */
const issueOfEachKey = (issue: z.core.$ZodIssue): { issue: z.core.$ZodIssue; path: PropertyKey[] }[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ issue: { ...issue, keys: [key] }, path: [...issue.path, key] }))
    : [{ issue, path: issue.path }];

interface Problem {
  line: number;
  sentence: string;
}

function problemsOf(name: string, problems: readonly Problem[]): AppError {
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ line, sentence }) => `${name}, line ${line}: ${sentence}`);
  const more = problems.length - lines.length;
  return new AppError('invalid_input', [...lines, ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'), {
    hint: HINT,
    details: { problems: problems.slice(0, 100) },
  });
}

function notRunnable(spec: ScheduleSpec): { field: string; sentence: string }[] {
  try {
    requireRunnable(spec);
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    const fields = error.details['fields'] as { [field: string]: string } | undefined;
    return fields === undefined
      ? [{ field: 'name', sentence: error.message }]
      : Object.entries(fields).map(([field, sentence]) => ({ field, sentence }));
  }
}

function parseYaml(text: string, name: string) {
  const lines = new LineCounter();
  const document = parseOrRefuse(text, name, lines);
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line || 1;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem)
    throw problemsOf(name, [
      {
        line: lineAt(problem.pos[0]),
        sentence: `Not readable as YAML (${problem.code.toLowerCase().replaceAll('_', ' ')}).`,
      },
    ]);
  visit(document, {
    // They would let a small file become a huge one.
    Node: (_, node) => {
      if (isAlias(node) || node.anchor !== undefined) throw anchorsRefused(name, lineAt(node.range?.[0]));
    },
  });
  /** Of the deepest part of a path that the file has. */
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const found = positionOf(document.contents, path.slice(0, length));
      if (found !== null) return lineAt(found);
    }
    return lineAt(document.contents?.range[0]);
  };
  return { document, lineOf };
}

const anchorsRefused = (name: string, line: number): AppError =>
  problemsOf(name, [{ line, sentence: 'Anchors and aliases of YAML are not read here: write each value out.' }]);

function parseOrRefuse(text: string, name: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, strict: true, uniqueKeys: true });
  } catch (cause) {
    // The parser calls itself for each level.
    throw new AppError('invalid_input', `${name} is nested too deeply: it is no file of schedules.`, {
      hint: HINT,
      cause,
    });
  }
}

/** Where a key or an item of a list starts; null: there is none. */
function positionOf(contents: ParsedNode | null, path: readonly PropertyKey[]): number | null {
  let node: unknown = contents;
  let position: number | null = null;
  for (const step of path) {
    const items = (node as { items?: unknown[] } | null)?.items;
    if (items === undefined) return null;
    if (typeof step === 'number') {
      node = items[step];
      position = (node as Node | undefined)?.range?.[0] ?? null;
    } else {
      const pair = items.find(
        (item) =>
          isScalar((item as { key?: unknown }).key) && String((item as { key: { value: unknown } }).key.value) === step,
      ) as { key: Node; value: unknown } | undefined;
      node = pair?.value;
      position = pair?.key.range?.[0] ?? null;
    }
    if (position === null) return null;
  }
  return position;
}
