import type { Asked } from '../contract/asked';
import { ASKED } from '../contract/labels';
import type {
  ApiProfileName,
  Problem,
  PublishableServer,
} from '../contract/types';
import { BUILT_IN } from './builtIn';
import { customProfileOf } from './custom';
import { profileOf } from './detect';
import type { ApiOperation, ApiProfile } from './types';

export type ChosenProfile = {
  name: ApiProfileName;
  operations: readonly ApiOperation[];
  offers: ApiProfile['offers'];
};

export type ProfileReading = { profile?: ChosenProfile; problems: Problem[] };

const at = (name: keyof typeof ASKED) =>
  `metadata.annotations["${ASKED[name]}"]`;

const failed = (field: string, message: string): ProfileReading => ({
  problems: [{ field, message, severity: 'error' }],
});

/** The operations that the owner named besides the usual ones; each name that there is not, as an error. */
function extra(
  name: ApiProfileName,
  { optional = {} }: Pick<ApiProfile, 'optional'>,
  asked: Asked,
): { operations: ApiOperation[]; problems: Problem[] } {
  const known = Object.keys(optional);
  const unknown = asked.operations.filter(one => !Object.hasOwn(optional, one));
  return {
    operations: [...new Set(asked.operations)].flatMap(one =>
      Object.hasOwn(optional, one) ? optional[one] ?? [] : [],
    ),
    problems: unknown.map(one => ({
      field: at('operations'),
      message: `names "${one}", which the profile ${name} does not have; ${
        known.length > 0
          ? `it has ${known.join(', ')}`
          : 'it has nothing to add'
      }`,
      severity: 'error',
    })),
  };
}

function customOf(server: PublishableServer, asked: Asked): ProfileReading {
  if (server.openApi === undefined) {
    return failed(
      at('profile'),
      'is custom, but there is no OpenAPI document of the server: give it one by the annotation rhdh.io/apispec, e.g. what the catalog shows of it, or name another profile',
    );
  }
  const { operations, leftOut, flaw } = customProfileOf(server.openApi);
  if (flaw !== undefined || operations.length === 0) {
    return failed(
      at('profile'),
      `is custom, but the OpenAPI document of the server ${
        flaw ?? 'offers no operation that can be published'
      }`,
    );
  }
  const { problems } = extra('custom', {}, asked);
  const warnings: Problem[] = leftOut.slice(0, 20).map(({ path, reason }) => ({
    field: at('profile'),
    message: `${path} of the OpenAPI document is not published: it ${reason}`,
    severity: 'warning',
  }));
  return {
    profile: { name: 'custom', operations, offers: [] },
    problems: [...problems, ...warnings],
  };
}

/**
 * What callers may use of a server.
 *
 * | the annotation | the runtime | profile |
 * |---|---|---|
 * | names one | any | that one |
 * | absent | is known | its profile |
 * | absent | is not known, but there is an OpenAPI document | custom |
 * | absent | is not known | an error that says what to write |
 */
export function chooseProfile(
  server: PublishableServer,
  asked: Asked,
): ProfileReading {
  const name = asked.profile ?? profileOf(server);
  if (name === undefined) {
    return failed(
      at('profile'),
      'is not set, and the runtime does not tell which API the model speaks: set vllm-openai, tei, docling, open-inference-v2 or custom',
    );
  }
  if (name === 'custom') {
    return customOf(server, asked);
  }
  const { operations, optional, offers } = BUILT_IN[name];
  const more = extra(name, { optional }, asked);
  return {
    profile: { name, operations: [...operations, ...more.operations], offers },
    problems: more.problems,
  };
}
