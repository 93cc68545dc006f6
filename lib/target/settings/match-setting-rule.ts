import type { Capabilities } from '../../elasticsearch/capabilities.ts';

export interface SettingRule {
  /** An exact name, or a prefix that ends with `*`. */
  name: string;
  /** The reason shown in the plan. */
  why: string;
  /** Left out: every target. */
  when?: (target: Capabilities) => boolean;
  /** Left out: every value. */
  value?: (value: string) => boolean;
}

/** The first rule for this setting; undefined: none. */
export const findRule = (
  rules: readonly SettingRule[],
  name: string,
  value: unknown,
  target: Capabilities,
): SettingRule | undefined => rules.find((rule) => matchesRule(rule, name, value, target));

function matchesRule(rule: SettingRule, name: string, value: unknown, target: Capabilities): boolean {
  const matchesName = rule.name.endsWith('*') ? name.startsWith(rule.name.slice(0, -1)) : name === rule.name;
  return matchesName && (rule.when?.(target) ?? true) && (rule.value?.(String(value)) ?? true);
}
