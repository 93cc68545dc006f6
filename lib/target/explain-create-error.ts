import { AppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';

/** Translates the error of a create request: names what in the plan the cluster refuses, and how to leave it out. */
export function explainCreateError(error: AppError, plan: RestorePlan): AppError {
  const { index } = plan.target;
  if (error.code === 'index_exists')
    return new AppError('index_exists', `${index} exists already, and no restore of Restore Desk is filling it.`, {
      hint: 'Plan again, or choose another name.',
      cause: error,
    });
  const refusal = findRefusal(error, plan);
  if (refusal === null) return error;
  return new AppError('refused', `${refusal.what}: ${String(error.details['reason'] ?? error.message)}`, {
    hint: refusal.hint,
    cause: error,
    details: { ...error.details, ...refusal.details },
  });
}

interface Refusal {
  what: string;
  hint: string;
  details?: { setting: string };
}

/** Recognised by the text of the reason: the servers give nothing else. Null: another reason. */
function findRefusal(error: AppError, { target: { index }, settings: { changes } }: RestorePlan): Refusal | null {
  if (/creates data streams only/.test(error.message))
    return {
      what: `An index template makes a data stream of every new index called like ${index}`,
      hint: 'Restore into another name (--into); nothing was changed.',
    };
  const setting = SETTING.exec(error.message)?.[1];
  if (setting !== undefined)
    return {
      what: `The cluster doesn’t accept the setting ${setting}`,
      hint: changes.some(({ name, action }) => name === setting && action === 'added')
        ? 'Remove it from the settings that you gave.'
        : `Restore without it: drop ${setting} (--drop-setting ${setting}).`,
      details: { setting },
    };
  const analysis = ANALYSIS.exec(error.message);
  if (analysis)
    return {
      what: 'The cluster lacks a part of the backup’s text analysis',
      hint: `Install what provides ${analysis[1] ?? analysis[2]!}, or override the setting or the mapping that names it.`,
    };
  const language = SCRIPT_LANGUAGE.exec(`${error.message} ${JSON.stringify(error.details)}`)?.[1];
  if (language !== undefined)
    return {
      what: `The mapping has fields with scripts, and the cluster has no script language ${language}`,
      hint:
        'Install it, or restore without these fields: override the mapping with {"runtime": null}, or with null for each ' +
        'field. Nothing was changed.',
    };
  if (error.details['status'] !== 400) return null;
  return {
    what: 'The cluster doesn’t accept the index as planned',
    hint: 'Override or drop the setting or the mapping it names. Nothing was changed.',
  };
}

const SETTING = /(?:unknown|private index|final index) setting \[([^\]]+)\]/i;
const ANALYSIS =
  /(?:Unknown|failed to find|Custom .* failed to find) (?:tokenizer|filter|char_filter|analyzer|global)[^[]*\[([^\]]+)\]|analyzer \[([^\]]+)\] (?:not found|has not been configured)/i;
const SCRIPT_LANGUAGE = /script_lang not supported \[([^\]]+)\]/i;
