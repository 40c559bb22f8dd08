import {
  EXTERNAL_ROUTE_URL,
  INTERNAL_SERVICE_URL,
  isToCall,
  MODEL_NAME,
  parseKey,
  type ServerRecord,
} from '@model-catalog/common';
import { bodyLines, pathOf } from './bodyLines';
import { type Call, chooseCall } from './chooseCall';
import { throughGateways } from './gateway';
import {
  codeText,
  fenced,
  jsonText,
  markdownText,
  pythonText,
  shellText,
} from './quote';
import { KINDS, needsData } from './requests';
import { oneLine, shownUrl } from './shownUrl';

export type CallInput = {
  record: ServerRecord;
  /** The text of its API definition, if it is at hand. */
  definition?: string;
  /** Only a URL that is reached from outside of the cluster may be shown. */
  externalOnly?: boolean;
};

/** What is written about a server; texts are as they came. */
type Facts = {
  record: ServerRecord;
  url: string;
  isInternal: boolean;
  model: string;
  call?: Call;
};

function urlOf({ record, externalOnly }: CallInput) {
  const { API: api, annotations = {} } = record.server;
  const all = { ...api?.annotations, ...annotations };
  const external = shownUrl(all[EXTERNAL_ROUTE_URL]);
  if (external !== undefined || externalOnly) {
    return external && { url: external, isInternal: false };
  }
  const internal = shownUrl(all[INTERNAL_SERVICE_URL]);
  if (internal !== undefined) {
    return { url: internal, isInternal: true };
  }
  const url = shownUrl(api?.url);
  return url === undefined ? undefined : { url, isInternal: false };
}

function factsOf(input: CallInput): Facts | undefined {
  const { record, definition } = input;
  const found = urlOf(input);
  const { API: api, annotations = {}, tags = [], name } = record.server;
  if (!found || !api || !isToCall(record.state)) {
    return undefined;
  }
  const model = oneLine(annotations[MODEL_NAME] ?? name);
  const call =
    api.type === 'openapi' && definition !== undefined
      ? chooseCall(definition, {
          url: found.url,
          tasks: [...tags, model, record.title ?? ''],
        })
      : undefined;
  return { record, ...found, model, call };
}

const HEADER = '-H "Authorization: Bearer $TOKEN"';

/** Whether the command shows a token: also where nobody knows that none is needed. */
const sendsToken = ({ record }: Facts) =>
  record.server.authentication !== false;

function tokenLines({ record }: Facts): string {
  const { authentication } = record.server;
  if (authentication === false) {
    return '* **Token**: not needed';
  }
  const key = parseKey(record.key);
  const isName = (text: string) => /^[a-z0-9][a-z0-9.-]{0,252}$/.test(text);
  const named =
    key?.kind === 'server' && isName(key.name) && isName(key.namespace)
      ? ` \`oc create token ${key.name}-sa -n ${key.namespace}\` makes one where the dashboard of OpenShift AI made its usual service account.`
      : '';
  const resource =
    key?.kind === 'server' && key.resource === 'llminferenceservice'
      ? 'LLMInferenceService'
      : 'InferenceService';
  return authentication === true
    ? `* **Token**: needed, of a user or service account that may \`get\` this ${resource}.${named}`
    : '* **Token**: it is not known whether one is needed';
}

function curlOf(facts: Facts, call: Call): string {
  const { url, model } = facts;
  const header = sendsToken(facts) ? [`  ${HEADER}`] : [];
  const target = shellText(`${url}${pathOf(call, model)}`);
  return [`curl ${target}`, ...header, ...bodyLines(call, model)].join(' \\\n');
}

function pythonOf(facts: Facts, call: Call): string | undefined {
  const lines = KINDS[call.kind].python;
  return (
    lines &&
    [
      ...(sendsToken(facts) ? ['import os', ''] : []),
      'from openai import OpenAI',
      '',
      `MODEL = ${pythonText(facts.model)}`,
      'client = OpenAI(',
      `    base_url=${pythonText(`${facts.url}${call.base}`)},`,
      sendsToken(facts)
        ? '    api_key=os.environ["TOKEN"],'
        : '    api_key="none",',
      ')',
      ...lines,
    ].join('\n')
  );
}

/** What is said where we know no request of the server. */
function withoutCall({ record, url }: Facts): string[] {
  const { API: api } = record.server;
  if (api?.type === 'graphql') {
    const body = shellText(jsonText({ query: '{ __typename }' }));
    const header = record.server.authentication === false ? '' : ` ${HEADER}`;
    return [
      fenced(
        'sh',
        `curl ${shellText(
          url,
        )}${header} -H 'Content-Type: application/json' -d ${body}`,
      ),
    ];
  }
  return [
    record.definition?.origin === 'minimal'
      ? 'It is not known which requests it takes: no definition of its API was found. Its API in this catalog says how to supply one.'
      : 'Its API in this catalog has the definition, with the requests that it takes.',
  ];
}

function snippets(facts: Facts): string[] {
  const { call } = facts;
  if (!call) {
    return withoutCall(facts);
  }
  const python = pythonOf(facts, call);
  return [
    fenced('sh', curlOf(facts, call)),
    ...(needsData(call)
      ? ['Put values of your own into the inputs: the API describes them.']
      : []),
    ...(python === undefined ? [] : [fenced('python', python)]),
  ];
}

/**
 * How a model server is called: its URL, the model's name in requests, whether
 * a token is needed, and the first request, as Markdown.
 *
 * Every text of it that others wrote is quoted for where it stands, and no
 * token is ever in it. Where it is offered as a service, how it is called there
 * follows. Nothing while neither has a URL that may be shown, and nothing of a
 * server that failed or was stopped.
 */
export function howToCall(input: CallInput): string | undefined {
  const facts = factsOf(input);
  const parts = [
    ...(facts ? ownParts(facts) : []),
    ...(isToCall(input.record.state) ? throughGateways(input) : []),
  ];
  return parts.length > 0 ? parts.join('\n\n') : undefined;
}

/** At its own address. */
function ownParts(facts: Facts): string[] {
  const { record, url, isInternal, model, call } = facts;
  const protocol = call
    ? KINDS[call.kind].title
    : record.serverType ?? record.server.API?.type ?? '';
  return [
    // No title of its own: the card's is the page's, with the card's headings below.
    '## How to call it',
    [
      `* **URL**: ${codeText(url)}${
        isInternal ? ', which is reached from inside of the cluster only' : ''
      }`,
      `* **Model**: ${codeText(model)}`,
      `* **Speaks**: ${markdownText(protocol)}`,
      tokenLines(facts),
    ].join('\n'),
    ...snippets(facts),
  ];
}

/** The page of a server with a card: how to call it, and the card of its model below. */
export const withHowToCall = (call: string, card: string): string =>
  `${call}\n\n---\n\n${card}`;

/** The page of a server without a card: what it is, and how to call it. */
export function howToCallPage(input: CallInput): string | undefined {
  const { title, server } = input.record;
  const call = howToCall(input);
  const name = markdownText(oneLine(title ?? server.name));
  return call && `# ${name}\n\n${call}\n`;
}
