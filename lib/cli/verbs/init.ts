import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { keyOfName } from '../../config/for-command-line.ts';
import { clusterSettings, configuredKey } from '../../config/schema.ts';
import { isBucketAddress } from '../../contract/backup-ref.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { SetUpAnswers } from '../../set-up/answers.ts';
import { checked } from '../../set-up/checked.ts';
import { configurationText } from '../../set-up/configuration-text.ts';
import { nextCommand } from '../../set-up/next-command.ts';
import { backupsMayPass, tryBackups } from '../../set-up/try-backups.ts';
import { typedPath } from '../../set-up/typed-path.ts';
import { writeConfiguration } from '../../set-up/write-configuration.ts';
import { pathOfArgument } from '../backup-argument.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { answer, type Dialogue } from '../init/dialogue.ts';
import { givenAnswers, type Given } from '../init/given.ts';
import { Questions } from '../init/questions.ts';
import { reachCluster, unsetVariable, type Reached, type Reaching } from '../init/reach-cluster.ts';
import { safeLine } from '../safe-text.ts';

/** Asks for a first configuration, tries it, and writes it. */
export async function init(context: CommandContext): Promise<CommandResult> {
  const { args, environment, signal, terminal } = context;
  const given = givenAnswers(args, environment);
  refuseExisting(given.file);
  const asks = terminal.mayAsk && !given.yes;
  const questions = asks ? new Questions({ input: process.stdin, output: process.stderr }, signal) : null;
  const warnings: string[] = [];
  const dialogue: Dialogue = {
    questions,
    yes: given.yes,
    signal: questions?.signal ?? signal,
    print: (sentence) => terminal.print(sentence),
    warn: (sentence) => {
      warnings.push(sentence);
      terminal.print(`Warning: ${sentence}`);
    },
  };
  try {
    const collected = await collect(given, dialogue, environment);
    questions?.close();
    return await write(collected, { given, environment, dialogue, warnings });
  } finally {
    questions?.close();
  }
}

/** Before anything is asked. */
function refuseExisting(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return;
  throw new AppError('refused', `${file} exists already, and is not replaced.`, {
    hint: 'Edit it (docs/configuration.md), or write another file: --out FILE.',
  });
}

interface Collected {
  answers: SetUpAnswers;
  identity: Reached['identity'];
}

/** Every question, in their order; each answer is tried before the next one. */
async function collect(given: Given, dialogue: Dialogue, environment: NodeJS.ProcessEnv): Promise<Collected> {
  const folder = dirname(given.file);
  const reaching: Reaching = {
    dialogue,
    environment,
    resolvePath: (path) => resolve(folder, path),
    // Paths of a command line start at the working directory, those of the file at its folder.
    pathInFile: (path) => {
      const absolute = pathOfArgument(typedPath(path));
      return folder === process.cwd() ? path : absolute;
    },
  };
  const { identity, ...connection } = await reachCluster(given, reaching);
  const name = await ask('name', identity?.name ?? new URL(connection.url).host, 'Name of the cluster on pages');
  const key = await answer(
    {
      option: '--key KEY',
      given: given.key,
      question: 'Its key, in addresses of pages',
      initial: keyOfName(name),
      mayBeLeftOut: true,
      accept: (text) => checked(configuredKey, text, '--key'),
    },
    dialogue,
  );
  const kind = await ask('environment', 'production', 'Environment (production, staging, test, …)');
  return {
    answers: { ...connection, name, key, environment: kind, backups: await chooseBackups(given, reaching) },
    identity,
  };

  function ask(setting: 'name' | 'environment', initial: string, question: string): Promise<string> {
    const accept = (text: string) => checked(clusterSettings.shape[setting], text, `--${setting}`) ?? initial;
    const option = `--${setting} NAME`;
    return answer({ option, given: given[setting], question, initial, mayBeLeftOut: true, accept }, dialogue);
  }
}

const chooseBackups = (given: Given, { dialogue, pathInFile, resolvePath }: Reaching): Promise<string> =>
  answer(
    {
      option: '--backups DIR',
      given: given.backups,
      question: 'Folder of its backups, or s3://bucket/prefix',
      initial: 'backups',
      mayBeLeftOut: false,
      accept: async (text) => {
        const isBucket = isBucketAddress(text);
        const place = isBucket ? text : pathInFile(text);
        checked(clusterSettings.shape.backups, place, '--backups');
        try {
          dialogue.print(`  ${await tryBackups(isBucket ? place : resolvePath(place), dialogue.signal)}`);
        } catch (error) {
          if (!isAppError(error) || !dialogue.yes || !backupsMayPass(error)) throw error;
          dialogue.warn(error.message);
        }
        return place;
      },
    },
    dialogue,
  );

interface Writing {
  given: Given;
  environment: NodeJS.ProcessEnv;
  dialogue: Dialogue;
  warnings: readonly string[];
}

async function write(
  { answers, identity }: Collected,
  { dialogue, environment, given, warnings }: Writing,
): Promise<CommandResult> {
  const { file, isDefaultFile } = given;
  const variable = unsetVariable(answers.credentials, environment);
  // Any text will do for loading what is not set here yet; it becomes a secret that no output shows.
  const complete = variable === null ? environment : { ...environment, [variable]: randomUUID() };
  await writeConfiguration(file, configurationText(answers), complete, (sentence) => dialogue.warn(sentence));
  const { credentials } = answers;
  const secret = credentials === null ? null : 'apiKey' in credentials ? credentials.apiKey : credentials.password;
  const next = nextCommand(file, isDefaultFile);
  return {
    status: 'done',
    text: [
      safeLine(`${file} is written: ${answers.name} (${answers.environment}), backups in ${answers.backups}.`),
      ...(secret !== null && 'env' in secret
        ? [safeLine(`The dashboard needs ${secret.env} in its environment.`)]
        : []),
      safeLine(next),
    ].join('\n'),
    fields: {
      file,
      cluster: { ...answers, credentials: credentials === null ? null : { ...credentials }, identity },
      warnings,
      next,
    },
  };
}
