import packageJson from '../package.json' with { type: 'json' };

export const TOOL = { name: 'restore-desk', version: packageJson.version } as const;
