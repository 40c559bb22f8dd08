import type { z } from 'zod/v4';
import { SCHEMAS } from './askedSchemas';
import { ASKED, KEPT, OWNED, PUBLISH } from './labels';
import { shown } from './shown';
import type {
  ApiProfileName,
  AuthProfile,
  Problem,
  PromoteTo,
  PublishableServer,
} from './types';

/** What the label and the annotations of one model server ask for. */
export type Asked = {
  /** The label is exactly `"true"`. */
  publish: boolean;
  profile?: ApiProfileName;
  authProfile?: AuthProfile;
  /** Names of operations that the profile offers only when they are asked for. */
  operations: string[];
  /** Key of the plans; `default` unless said. */
  plans: string;
  title?: string;
  description?: string;
  systemName?: string;
  tokenMetrics: boolean;
  promote: PromoteTo;
  adopt: boolean;
};

export type AskedReading = { asked: Asked; problems: Problem[] };

const KNOWN = new Set<string>([
  ...Object.values(ASKED),
  ...Object.values(KEPT),
  ...Object.values(OWNED),
]);
const PREFIX = 'maas.rhdh.io/';

/** Written back by the publisher, if it is told to. */
const isStatus = (key: string) => key.startsWith(`${PREFIX}status`);

const annotation = (key: string) => `metadata.annotations["${key}"]`;

/** What looks as if it were meant for us, and is not. */
function* mistaken({
  labels,
  annotations,
}: Pick<PublishableServer, 'labels' | 'annotations'>): Generator<Problem> {
  const label = labels[PUBLISH];
  if (label !== undefined && label !== 'true' && label !== 'false') {
    yield {
      field: `metadata.labels["${PUBLISH}"]`,
      message: `is ${shown(label)}: only "true" publishes the model`,
      severity: 'warning',
    };
  }
  if (annotations[PUBLISH] !== undefined) {
    yield {
      field: annotation(PUBLISH),
      message: 'publishes nothing: it must be a label, not an annotation',
      severity: 'warning',
    };
  }
  for (const key of Object.keys(annotations).sort()) {
    const isOurs = key.startsWith(PREFIX) && key !== PUBLISH && !isStatus(key);
    if (isOurs && !KNOWN.has(key)) {
      yield {
        field: annotation(key.slice(0, 100)),
        message: `is not known, and does nothing; known are ${Object.values(
          ASKED,
        ).join(', ')}`,
        severity: 'warning',
      };
    }
  }
}

/**
 * Reads what a model server asks for.
 *
 * | written | read as |
 * |---|---|
 * | label exactly `"true"` | publish |
 * | label `"True"`, `"yes"`, ...; the label's name as an annotation | no publication, a warning |
 * | an annotation that is absent | its default |
 * | an annotation that cannot be taken: empty, too long, line ends, unknown word | an error that names it |
 * | an unknown annotation below `maas.rhdh.io/` | a warning |
 *
 * Messages quote values shortened and escaped.
 */
export function readAsked(
  server: Pick<PublishableServer, 'labels' | 'annotations'>,
): AskedReading {
  const { annotations, labels } = server;
  const problems: Problem[] = [];
  const read = <T>(schema: z.ZodType<T>, key: string): T | undefined => {
    const text = annotations[key];
    if (text === undefined) {
      return undefined;
    }
    const parsed = schema.safeParse(text);
    if (!parsed.success) {
      problems.push({
        field: annotation(key),
        message: `${parsed.error.issues[0]?.message}; it is ${shown(text)}`,
        severity: 'error',
      });
    }
    return parsed.data;
  };
  const asked: Asked = {
    publish: labels[PUBLISH] === 'true',
    profile: read(SCHEMAS.profile, ASKED.profile),
    authProfile: read(SCHEMAS.authProfile, ASKED.authProfile),
    operations: read(SCHEMAS.operations, ASKED.operations) ?? [],
    plans: read(SCHEMAS.plans, ASKED.plans) ?? 'default',
    title: read(SCHEMAS.title, ASKED.title),
    description: read(SCHEMAS.description, ASKED.description),
    systemName: read(SCHEMAS.systemName, ASKED.systemName),
    tokenMetrics: read(SCHEMAS.tokenMetrics, ASKED.tokenMetrics) ?? false,
    promote: read(SCHEMAS.promote, ASKED.promote) ?? 'production',
    adopt: read(SCHEMAS.adopt, ASKED.adopt) ?? false,
  };
  return { asked, problems: [...problems, ...mistaken(server)] };
}
