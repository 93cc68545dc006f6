import { SelectField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { formatUtcMinute } from '@/lib/format.ts';
import { writesTo, type Choices, type ReplayChoice } from './use-replay-choice.ts';
import { TimeField } from './time-field.tsx';

interface Props {
  choices: Choices;
  choice: ReplayChoice;
}

const STARTED = 'When the backup was started: what was written before is in it.';

/** Which restored index, which target, and since when. `wrong`: what is wrong with the typed time. */
export function ChooseReplay({ choices, choice, wrong }: Props & { wrong: string | undefined }) {
  const { choose, chosen, from, restore } = choice;
  return (
    <Panel title="What is replayed">
      <div className="grid gap-4 mid:grid-cols-3">
        <RestoredField choices={choices} choice={choice} />
        <TargetField choices={choices} choice={choice} />
        <TimeField
          label="From (UTC)"
          hint={
            restore === undefined || restore.startedAt === null
              ? `When the backup was started${restore === undefined ? '' : '. The backup does not say'}: type the time, as 2018-01-08 23:10:00.`
              : isSameTime(chosen.from, restore.startedAt)
                ? STARTED
                : undefined
          }
          error={wrong}
          value={from ?? ''}
          onTime={(time) => choose({ from: time, to: undefined })}
        />
      </div>
    </Panel>
  );
}

/** `typed`: undefined: the start of the backup itself is used. */
const isSameTime = (typed: string | undefined, startedAt: string): boolean =>
  typed === undefined || Date.parse(typed) === Date.parse(startedAt);

function RestoredField({ choices: { aliases, restores, targets }, choice }: Props) {
  const { alias, choose, chosen, restore } = choice;
  const hasTarget = (name: string) => targets.some((target) => writesTo(target, name));
  const names = (aliases ?? []).filter(hasTarget);
  const value = restore ? `job ${restore.job}` : alias === undefined ? '' : `alias ${alias}`;
  return (
    <SelectField
      label="Restored index"
      hint={aliases === null ? 'The cluster does not answer: its aliases are not known.' : undefined}
      value={value}
      onChange={({ target: { value: next } }) => {
        const [kind, name] = [next.slice(0, next.indexOf(' ')), next.slice(next.indexOf(' ') + 1)];
        const nextAlias = kind === 'alias' ? name : restores.find(({ job }) => job === name)?.alias;
        const target = targets.find((each) => each.name === chosen.target);
        choose({
          ...(target && nextAlias !== undefined && !writesTo(target, nextAlias) ? { target: undefined } : {}),
          job: kind === 'job' ? name : undefined,
          alias: kind === 'alias' ? name : undefined,
          from: undefined,
          to: undefined,
        });
      }}
    >
      <option value="">Choose…</option>
      {restores.length > 0 && (
        <optgroup label="Restored in the last days">
          {restores.map((each) => (
            <option key={each.job} value={`job ${each.job}`} disabled={!hasTarget(each.alias)}>
              {each.alias}, restored {formatUtcMinute(each.endedAt)}, job {each.job}
              {!hasTarget(each.alias) && ': no configured target writes to this alias'}
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

function TargetField({ choices: { targets }, choice: { alias, choose, target } }: Props) {
  const chosen = targets.find(({ name }) => name === target);
  return (
    <SelectField
      label="Target"
      hint={chosen && <span className="[overflow-wrap:anywhere]">{chosen.url}</span>}
      value={target ?? ''}
      onChange={(event) => choose({ target: event.target.value || undefined, to: undefined })}
    >
      <option value="">Choose…</option>
      {targets.map((each) => {
        const can = alias === undefined || writesTo(each, alias);
        return (
          <option key={each.name} value={each.name} disabled={!can}>
            {each.name}
            {!can && `: does not write to ${alias}`}
          </option>
        );
      })}
    </SelectField>
  );
}
