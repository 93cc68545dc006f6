import type { ByWord } from '../../contract/by-name.ts';
import { object, optional, type Shape } from '../client/shape.ts';
import type { Watermarks } from './disk-watermarks.ts';

// eslint-disable-next-line no-restricted-syntax -- settings, by the server's words; a type can't name itself otherwise
type Nested = { [key: string]: Nested | string | undefined };
export interface SettingsResponse {
  transient?: Nested;
  persistent?: Nested;
  defaults?: Nested;
}
/** Texts in objects of any depth; lists are not read. */
const isNested = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const settingsShape: Shape<SettingsResponse> = object({
  transient: optional(isNested),
  persistent: optional(isNested),
  defaults: optional(isNested),
});

/** Transient overrides persistent, persistent overrides the configuration file and the defaults. */
export function settingOf(settings: SettingsResponse | null, path: string, setOnly = false): string | undefined {
  for (const scope of [settings?.transient, settings?.persistent, setOnly ? undefined : settings?.defaults]) {
    const value = readDotted(scope, path);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** Keys may contain dots: the server has `flood_stage.frozen` beside `flood_stage`, which is a string. */
function readDotted(value: Nested | string | undefined, path: string): Nested | string | undefined {
  if (!isNested(value)) return undefined;
  if (value[path] !== undefined) return value[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const found = readDotted(value[path.slice(0, dot)], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

const DEFAULT_WATERMARKS: ByWord<string> = { low: '85%', high: '90%', flood_stage: '95%' };

/**
 * A headroom applies where it was set, or where the watermark is the default: a watermark that was set disables the default
 * headroom, though the server still lists it among the defaults (tried on 8.19). Null: unknown.
 */
export function watermarksFrom(settings: SettingsResponse | null): Watermarks | null {
  const at = (name: string, setOnly = false) =>
    settingOf(settings, `cluster.routing.allocation.disk.watermark.${name}`, setOnly);
  const cap = (name: string) =>
    at(`${name}.max_headroom`, true) ??
    (at(name) === DEFAULT_WATERMARKS[name] && at(name, true) === undefined ? at(`${name}.max_headroom`) : undefined);
  const [low, high, flood] = [at('low'), at('high'), at('flood_stage')];
  if (!low || !high || !flood) return null;
  return { low, high, flood, headroom: { low: cap('low'), high: cap('high'), flood: cap('flood_stage') } };
}
