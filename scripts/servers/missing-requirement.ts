/** Something that this machine lacks. The message says in one sentence what to install or change; no stack is shown. */
export class MissingRequirement extends Error {
  override readonly name = 'MissingRequirement';
}
