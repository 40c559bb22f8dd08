import { z } from 'zod/v4';

const Line = z.looseObject({ level: z.string(), message: z.string() });

/** A line of a backend's log in production. */
export type LogLine = z.infer<typeof Line>;

/** The lines of a log that are structured; what a library prints by itself is left out. */
export function logLines(log: string): LogLine[] {
  return log.split('\n').flatMap(text => {
    if (!text.startsWith('{')) {
      return [];
    }
    try {
      const parsed = Line.safeParse(JSON.parse(text));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

const OURS = /modelcatalog|model-catalog/i;

/** What a host from 1.55 on says of its own configuration, in the name of each plugin that looks another one up. */
const OF_THE_HOST = /^backend[.]baseUrl is set to a localhost URL/;

/** What a host complains of that has to do with us. */
export function complaints(log: string): string[] {
  return logLines(log)
    .filter(({ level }) => level === 'warn' || level === 'error')
    .filter(line => OURS.test(JSON.stringify(line)))
    .filter(({ message }) => !OF_THE_HOST.test(message))
    .map(tell);
}

/** Which of Backstage's own fields say nothing about what is wrong. */
const USUAL = ['level', 'message', 'timestamp', 'service', 'plugin', 'target'];

function tell(line: LogLine): string {
  const more = Object.fromEntries(
    Object.entries(line).filter(([key]) => !USUAL.includes(key)),
  );
  const rest = Object.keys(more).length > 0 ? ` ${JSON.stringify(more)}` : '';
  return `${line.level}: ${line.message}${rest}`;
}
