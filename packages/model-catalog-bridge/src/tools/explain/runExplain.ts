import type { StoreView } from '@model-catalog/node';
import {
  connect,
  type Kubernetes,
  normaliseOptions,
} from '@model-catalog/service';
import { type Config, loadConfig } from '../../config/config';
import { openStore } from '../../roles/store';
import { jsonText } from '../json';
import type { ToolExit, ToolShell } from '../shell';
import { ASK_DIAGNOSE, tellFailure } from '../tellFailure';
import { type Explained, explainEntity } from './explainEntity';
import { whyAbsent } from './whyAbsent';

export type ExplainCommand = ToolShell & {
  /** A reference to an entity, its name, or the key of a record. */
  asked: string;
  config?: string;
  id: string;
  json?: boolean;
};

async function readStore(
  config: Config,
  environment: ToolShell['environment'],
  kubernetes: Kubernetes,
): Promise<StoreView> {
  const { store, close } = await openStore(config, environment, {
    kubernetes: async () => kubernetes,
  });
  try {
    return await store.read();
  } finally {
    await close();
  }
}

const MAX_VALUE = 100;

function shown(value: string): string {
  const line = value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return line.length > MAX_VALUE ? `${line.slice(0, MAX_VALUE)}…` : line;
}

function textOf({ ref, key, source, fields }: Explained): string {
  const lines = fields.flatMap(({ field, value, from }) => [
    `${field}: ${shown(value)}`,
    ...from.map(place => `    ← ${place.object}: ${place.key}`),
  ]);
  return `${ref}\nrecord ${key}, which exists as long as ${source} says so\n\n${lines.join(
    '\n',
  )}\n`;
}

/**
 * Says of each field of an entity where it came from, or why there is no such
 * entity.
 *
 * @returns 0 explained, 1 there is no such entity or it cannot be told, 2 settings that cannot be used
 */
export async function runExplain(options: ExplainCommand): Promise<ToolExit> {
  const { environment, asked, write, json, signal } = options;
  let kubernetes: Kubernetes | undefined;
  try {
    const config = await loadConfig(environment, {
      CONFIG_FILE: options.config,
    });
    kubernetes = await connect(environment);
    const view = await readStore(config, environment, kubernetes);
    const explained = explainEntity(asked, view.records, {
      normalise: normaliseOptions(config),
      hub: { baseUrl: config.bridgeUrl, id: options.id },
    });
    if (explained) {
      write(json ? jsonText(explained) : textOf(explained));
      return 0;
    }
    const reasons = await whyAbsent(asked, {
      ...{ config, environment, kubernetes, view, signal },
    });
    write(
      json
        ? jsonText({ asked, reasons })
        : `There is no entity ${asked}\n${reasons
            .map(({ object, reason }) => `  ${object}: ${reason}\n`)
            .join('')}`,
    );
    return 1;
  } catch (error) {
    return tellFailure(options, error, ASK_DIAGNOSE);
  } finally {
    await kubernetes?.client.close();
  }
}
