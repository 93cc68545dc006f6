import { SelectField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { formatUtcMinute } from '@/lib/format.ts';
import type { Choices, ReplayChoice } from './use-replay-choice.ts';
import { TimeField } from './time-field.tsx';

interface Props {
  choices: Choices;
  choice: ReplayChoice;
}

/** Which restored index, which target, and since when. */
export function ChooseReplay({ choices, choice }: Props) {
  const { choose, from, restore } = choice;
  return (
    <Panel title="What is replayed">
      <div className="grid gap-4 mid:grid-cols-3">
        <RestoredField choices={choices} choice={choice} />
        <TargetField choices={choices} choice={choice} />
        <TimeField
          key={from}
          label="From (UTC)"
          hint={
            restore === undefined || restore.startedAt !== null
              ? 'When the backup was started: what was written before is in it.'
              : 'When the backup was started. This file does not say: type the time, as 2018-01-08 23:10:00.'
          }
          value={from ?? ''}
          onTime={(time) => choose({ from: time, to: undefined })}
        />
      </div>
    </Panel>
  );
}

function RestoredField({ choices: { aliases, restores, targets }, choice }: Props) {
  const { alias, choose, restore, target } = choice;
  const allowed = targets.find(({ name }) => name === target)?.indices ?? null;
  const names = (aliases ?? []).filter((name) => allowed === null || allowed.includes(name));
  const value = restore ? `job ${restore.job}` : alias === undefined ? '' : `alias ${alias}`;
  return (
    <SelectField
      label="Restored index"
      hint={aliases === null ? 'The cluster does not answer: its aliases are not known.' : undefined}
      value={value}
      onChange={({ target: { value: next } }) => {
        const [kind, name] = [next.slice(0, next.indexOf(' ')), next.slice(next.indexOf(' ') + 1)];
        choose({
          job: kind === 'job' ? name : undefined,
          alias: kind === 'alias' ? name : undefined,
          from: undefined,
          to: undefined,
        });
      }}
    >
      <option value="">Choose…</option>
      {restores.length > 0 && (
        <optgroup label="Restored lately">
          {restores
            .filter((each) => allowed === null || allowed.includes(each.alias))
            .map((each) => (
              <option key={each.job} value={`job ${each.job}`}>
                {each.alias}, restored {formatUtcMinute(each.endedAt)}, job {each.job}
              </option>
            ))}
        </optgroup>
      )}
      <optgroup label="The index that an alias points to">
        {alias !== undefined && restore === undefined && !names.includes(alias) && (
          <option value={`alias ${alias}`}>{alias}</option>
        )}
        {names.map((name) => (
          <option key={name} value={`alias ${name}`}>
            {name}
          </option>
        ))}
      </optgroup>
    </SelectField>
  );
}

function TargetField({ choices: { targets }, choice: { choose, target } }: Props) {
  const chosen = targets.find(({ name }) => name === target);
  return (
    <SelectField
      label="Target"
      hint={chosen && <span className="[overflow-wrap:anywhere]">{chosen.url}</span>}
      value={target ?? ''}
      onChange={(event) => choose({ target: event.target.value, to: undefined })}
    >
      {targets.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
