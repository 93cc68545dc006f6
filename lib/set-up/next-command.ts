/** What starts the dashboard. */
export const START_COMMAND = 'npm start';

/** What to do once a configuration is written. `isDefault`: the dashboard finds it by itself, started in its folder. */
export const nextCommand = (file: string, isDefault: boolean): string =>
  isDefault
    ? `Start the dashboard: ${START_COMMAND}`
    : `Start the dashboard with this file: RESTORE_DESK_CONFIG=${shellQuoted(file)} ${START_COMMAND}`;

const shellQuoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
