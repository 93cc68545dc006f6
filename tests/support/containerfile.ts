import { readFileSync } from 'node:fs';

/** The Containerfile's last stage: what the image is made with. */
export interface ImageSettings {
  /** "10001:10001" */
  user: string;
  environment: Readonly<Record<string, string>>;
  volumes: readonly string[];
  port: number;
  /** The JavaScript that the health check runs. */
  healthCheck: string;
}

/** Reads the Containerfile. Throws if an instruction is missing. */
export function readContainerfile(): ImageSettings {
  const text = readFileSync(new URL('../../Containerfile', import.meta.url), 'utf8');
  const stage = text.slice(text.lastIndexOf('\nFROM ')).replaceAll(/\\\n\s*/g, '');
  const instruction = (name: string): string => {
    const [, value] = new RegExp(`^\\s*${name} (.*)$`, 'm').exec(stage) ?? [];
    if (value === undefined) throw new Error(`The Containerfile has no ${name}.`);
    return value;
  };
  return {
    user: instruction('USER'),
    environment: Object.fromEntries(
      instruction('ENV')
        .split(' ')
        .map((pair) => pair.split('=', 2) as [string, string]),
    ),
    volumes: JSON.parse(instruction('VOLUME')) as string[],
    port: Number(instruction('EXPOSE')),
    healthCheck: (JSON.parse(instruction('HEALTHCHECK').replace(/^.*CMD /, '')) as string[]).at(-1)!,
  };
}
