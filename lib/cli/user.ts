import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { addLocalUser, localUsers, removeLocalUser } from '../access/local-users.ts';
import { ROLES, type Role } from '../access/permissions.ts';
import { revokeSessionsOf } from '../access/sessions.ts';
import { usersFile } from '../access/users-file.ts';
import { configuration } from '../config/loaded.ts';
import { registerSecret } from '../config/redact.ts';
import { AppError, isAppError } from '../errors.ts';
import { plural } from '../format.ts';
import { withdrawApprovals } from '../jobs/store/approvals.ts';
import { withStore } from '../jobs/run-in-terminal.ts';
import { quietLog } from '../log.ts';
import { EXIT } from './exit-code.ts';
import { safeText } from './safe-text.ts';

const HELP = `restore-desk user: people who sign in with a name and a password (signIn.kind: local)

  restore-desk user add NAME --role viewer|operator|admin [--group GROUP]...
      Adds a user, or gives an existing one a new password, role and groups.
      The command asks for the password, or reads it from the first line of standard input.
  restore-desk user list
  restore-desk user remove NAME       the user, all sessions, and approvals that nobody has used
  restore-desk user sign-out NAME     all sessions; the user may sign in again

The configuration says where they are kept (default: users.json in the data directory).
`;

/** Runs `restore-desk user …` and returns its exit code. */
export async function user(argv: readonly string[]): Promise<number> {
  try {
    return await runUserCommand(argv);
  } catch (error) {
    const known = isAppError(error)
      ? error
      : error instanceof TypeError
        ? new AppError('invalid_input', error.message)
        : null;
    if (!known) throw error;
    process.stderr.write(`${safeText([known.message, known.hint].filter(Boolean).join(' '))}\n`);
    return known.code === 'invalid_input' ? EXIT.usage : EXIT.failed;
  }
}

async function runUserCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      group: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [verb, name] = positionals;
  if (values.help || verb === undefined) {
    process.stdout.write(HELP);
    return values.help ? EXIT.done : EXIT.usage;
  }
  if (verb === 'list') return list();
  if (name === undefined || positionals.length > 2)
    throw new AppError('invalid_input', `\`restore-desk user ${verb}\` takes one name.`, {
      hint: 'See restore-desk user --help.',
    });
  switch (verb) {
    case 'add':
      return add(name, values.role, values.group ?? []);
    case 'remove':
      if (!removeLocalUser(usersFile(), name)) throw new AppError('not_found', `There is no user ${name}.`);
      print(`${name} is removed; ${endAccess(name)}.`);
      return EXIT.done;
    case 'sign-out':
      print(`${name}: ${plural(revokeSessionsOf(name), 'session')} ended.`);
      return EXIT.done;
    default:
      throw new AppError('invalid_input', `There is no \`restore-desk user ${verb}\`.`, {
        hint: 'See restore-desk user --help.',
      });
  }
}

const print = (sentence: string) => process.stdout.write(`${safeText(sentence)}\n`);

/** Revokes the user's sessions and unused approvals. Returns how many, in words. */
function endAccess(name: string): string {
  quietLog();
  const sessions = plural(revokeSessionsOf(name), 'session');
  const approvals = withStore(configuration().dataDirectory, (store) => withdrawApprovals(store, name));
  return `${sessions}${approvals > 0 ? ` and ${plural(approvals, 'approval')}` : ''} ended`;
}

function list(): number {
  const users = Object.entries(localUsers(usersFile()));
  print(
    users.length === 0
      ? 'There are no users yet: restore-desk user add NAME --role operator'
      : users
          .map(
            ([name, { role, groups }]) =>
              `${name}  ${role ?? 'no role of its own'}${groups.length > 0 ? `  groups: ${groups.join(', ')}` : ''}`,
          )
          .join('\n'),
  );
  return EXIT.done;
}

async function add(name: string, role: string | undefined, groups: readonly string[]): Promise<number> {
  const knownRole = ROLES.find((each) => each === role) ?? null;
  if (role !== undefined && knownRole === null)
    throw new AppError('invalid_input', `The role is one of ${ROLES.join(', ')}.`);
  if (knownRole === null && groups.length === 0)
    throw new AppError('invalid_input', 'Give the user a --role, or a --group that has one in the configuration.');
  const outcome = await addLocalUser(usersFile(), name, await readPassword(name), {
    role: knownRole as Role | null,
    groups,
  });
  print(`${name} is ${outcome}.`);
  if (outcome === 'changed') print(`Earlier access: ${endAccess(name)}.`);
  const { signIn } = configuration();
  if (signIn.kind !== 'local')
    print(
      `The configuration signs people in by "${signIn.kind}": local users can sign in only when it says \`signIn: { kind: local }\`.`,
    );
  return EXIT.done;
}

/**
 * From a terminal twice, without echo; else the first line of stdin. Not an argument: every user of the machine can
 * read those.
 */
async function readPassword(name: string): Promise<string> {
  const password = process.stdin.isTTY ? await readTwice(name) : await readFirstLine();
  registerSecret(password);
  return password;
}

async function readFirstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [''])])) as [string];
  lines.close();
  return line;
}

async function readTwice(name: string): Promise<string> {
  const first = await readHidden(`Password of ${name}: `);
  if ((await readHidden('Repeat the password: ')) !== first)
    throw new AppError('invalid_input', 'The two passwords are different; nothing was changed.');
  return first;
}

function readHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let password = '';
    const finish = (end: () => void) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      end();
    };
    const onData = (chunk: string) => {
      for (const key of chunk) {
        if (key === '\r' || key === '\n' || key === '\u0004') return finish(() => resolve(password));
        if (key === '\u0003')
          return finish(() => reject(new AppError('invalid_input', 'Cancelled; nothing was changed.')));
        password = key === '\u007f' || key === '\b' ? password.slice(0, -1) : password + key;
      }
      return undefined;
    };
    stdin.on('data', onData);
  });
}
