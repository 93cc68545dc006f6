import type { RetentionRules } from '@/lib/contract/schedule.ts';
import { rulesInWords } from '@/lib/present/retention-rules.ts';
import { Fact, Facts } from '../ui/panel.tsx';

/** The rules, one a line, and what no rule deletes. */
export function RetentionRuleFacts({ rules }: { rules: RetentionRules }) {
  return (
    <Facts>
      {rulesInWords(rules).map(({ name, keeps }) => (
        <Fact key={name} name={name}>
          {keeps}
        </Fact>
      ))}
      <Fact name="Never deleted">
        the last good backup of each alias, the last one that passed a drill, one that a job uses, one that is pinned
      </Fact>
    </Facts>
  );
}
