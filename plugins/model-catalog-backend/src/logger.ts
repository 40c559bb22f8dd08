import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Logger } from '@model-catalog/service';

type Fields = { [key: string]: string | number | boolean };

/** What Backstage's logger takes; what is not there is left out. */
function plain(fields: object): Fields {
  const kept: Fields = {};
  for (const [key, value] of Object.entries(fields)) {
    if (['string', 'number', 'boolean'].includes(typeof value)) {
      kept[key] = value;
    } else if (value !== undefined) {
      kept[key] = JSON.stringify(value);
    }
  }
  return kept;
}

/** Backstage's logger, as the service writes to one. */
export function loggerOf(logger: LoggerService): Logger {
  const write =
    (level: keyof Logger) => (first: object | string, message?: string) => {
      if (typeof first === 'string') {
        logger[level](first);
      } else {
        logger[level](message ?? '', plain(first));
      }
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
