import { isPackage } from '../places.mjs';

/** What starts the dashboard. */
export const startCommand = (): string => (isPackage() ? 'restore-desk serve' : 'npm start');

/** What to do once a configuration is written. `isDefault`: the dashboard finds it by itself, started in its folder. */
export const nextCommand = (file: string, isDefault: boolean): string =>
  isDefault
    ? `Start the dashboard: ${startCommand()}`
    : `Start the dashboard with this file: RESTORE_DESK_CONFIG=${shellQuoted(file)} ${startCommand()}`;

const shellQuoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
