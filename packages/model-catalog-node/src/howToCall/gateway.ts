import {
  MODEL_NAME,
  type OfferingAuth,
  type ServedOffering,
  type ServerRecord,
  shownKey,
} from '@model-catalog/common';
import { letsThrough } from '../definitions/gatewayRules';
import { bodyLines, pathOf } from './bodyLines';
import { type Call, chooseCall } from './chooseCall';
import { planText } from './planText';
import { codeText, fenced, markdownText, pythonText, shellText } from './quote';
import { KINDS, needsData } from './requests';
import { oneLine, shownUrl } from './shownUrl';

/** More of them help nobody to call the model. */
const MAX_GATEWAYS = 3;

/** What may stand in a header or a query as its name, whatever shell reads it. */
const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** How a key is sent, in the words of curl and of a client in Python. */
type Sending = {
  headers: readonly string[];
  /** Behind the URL, as the shell reads it. */
  query: string;
  python: readonly string[];
};

const BEARER: Sending = {
  headers: ['Authorization: Bearer $API_KEY'],
  query: '',
  python: ['    api_key=os.environ["API_KEY"],'],
};

const inPython = (argument: string, names: readonly [string, string][]) => [
  '    api_key="none",',
  `    ${argument}={${names
    .map(([name, key]) => `${pythonText(name)}: os.environ["${key}"]`)
    .join(', ')}},`,
];

function sendingAs(
  location: OfferingAuth['location'],
  names: readonly [string, string][],
  scheme?: string,
): Sending | undefined {
  if (!names.every(([name]) => PLAIN_NAME.test(name))) {
    return undefined;
  }
  return location === 'query'
    ? {
        headers: [],
        query: names
          .map(([name, key], at) => `"${at === 0 ? '?' : '&'}${name}=$${key}"`)
          .join(''),
        python: inPython('default_query', names),
      }
    : {
        headers: names.map(
          ([name, key]) => `${name}: ${scheme ? `${scheme} ` : ''}$${key}`,
        ),
        query: '',
        // A client of OpenAI writes Bearer in front of its own key.
        python: scheme ? [] : inPython('default_headers', names),
      };
}

/** Of one key. */
function keySending({
  location,
  header = 'Authorization',
  parameter = 'user_key',
  scheme,
}: OfferingAuth): Sending | undefined {
  const name = location === 'query' ? parameter : header;
  if (scheme === 'Bearer' && name === 'Authorization') {
    return BEARER;
  }
  return scheme === undefined || PLAIN_NAME.test(scheme)
    ? sendingAs(location, [[name, 'API_KEY']], scheme)
    : undefined;
}

/** `undefined` where the name of a header is none that can be shown in a command. */
function sendingOf(auth: OfferingAuth): Sending | undefined {
  const { type, location, header, parameter, idName } = auth;
  switch (type) {
    case 'none':
      return { headers: [], query: '', python: ['    api_key="none",'] };
    case 'oidc':
      return BEARER;
    case 'app-id-and-key':
      return sendingAs(location, [
        [idName ?? 'app_id', 'APP_ID'],
        [header ?? parameter ?? 'app_key', 'API_KEY'],
      ]);
    default:
      return keySending(auth);
  }
}

type Gateway = {
  offering: ServedOffering;
  url: string;
  model: string;
  call?: Call;
};

/** Whether only the cluster itself can resolve a host. */
function isInside(url: string): boolean {
  const labels = new URL(url).hostname.split('.');
  return (
    labels.length === 1 ||
    labels.slice(2).includes('svc') ||
    labels.slice(-2).join('.') === 'cluster.local'
  );
}

function gatewayOf(
  offering: ServedOffering,
  record: ServerRecord,
  definition: string | undefined,
): Gateway | undefined {
  const { gatewayUrls, path = '', backends } = offering;
  const base = shownUrl(gatewayUrls.production ?? gatewayUrls.staging);
  if (base === undefined) {
    return undefined;
  }
  const mount = backends.length === 1 ? backends[0]?.path ?? '' : '';
  const url = shownUrl(`${base}${path}${mount}`) ?? base;
  const { annotations = {}, tags = [], name } = record.server;
  const model = oneLine(offering.modelName ?? annotations[MODEL_NAME] ?? name);
  const tasks = [...tags, model, record.title ?? ''];
  const call =
    definition === undefined
      ? undefined
      : chooseCall(definition, { url: 'http://gateway.invalid', tasks });
  const isOpen = letsThrough(offering.operations, mount.replace(/\/+$/, ''));
  return {
    offering,
    url,
    model,
    call: call && isOpen('POST', pathOf(call, model)) ? call : undefined,
  };
}

function curlOf({ url, model, call }: Gateway, sending: Sending): string[] {
  if (!call) {
    return [];
  }
  const target = `${shellText(`${url}${pathOf(call, model)}`)}${sending.query}`;
  const headers = sending.headers.map(header => `  -H "${header}"`);
  return [
    fenced(
      'sh',
      [`curl ${target}`, ...headers, ...bodyLines(call, model)].join(' \\\n'),
    ),
    ...(needsData(call)
      ? ['Put values of your own into the inputs: the API describes them.']
      : []),
  ];
}

function pythonOf({ url, model, call }: Gateway, sending: Sending): string[] {
  const lines = call && KINDS[call.kind].python;
  if (!lines || sending.python.length === 0) {
    return [];
  }
  const code = [
    'import os',
    '',
    'from openai import OpenAI',
    '',
    `MODEL = ${pythonText(model)}`,
    'client = OpenAI(',
    `    base_url=${pythonText(`${url}${call.base}`)},`,
    ...sending.python,
    ')',
    ...lines,
  ];
  return [fenced('python', code.join('\n'))];
}

/** What has to be shown, for people: names that others chose are as they are. */
function factsOf({ offering, url, model }: Gateway): string {
  const { auth, plans, portal, title } = offering;
  const chosen = plans.filter(({ published }) => published);
  const names = chosen.map(planText);
  const subscribe = shownUrl(portal.subscribe);
  const signup = shownUrl(portal.signup);
  return [
    `* **Offering**: ${markdownText(oneLine(title))}`,
    `* **URL**: ${codeText(url)}`,
    `* **Key**: ${codeText(oneLine(shownKey(auth)))}`,
    `* **Model**: ${codeText(model)}`,
    ...(names.length > 0 ? [`* **Plans**: ${names.join(', ')}`] : []),
    ...(subscribe === undefined
      ? []
      : [
          `* **Subscribe**: ${codeText(
            `${subscribe}${new URL(portal.subscribe ?? '').search}`,
          )}`,
        ]),
    ...(signup === undefined ? [] : [`* **Register**: ${codeText(signup)}`]),
  ].join('\n');
}

function sectionOf(gateway: Gateway): string[] {
  const sending = sendingOf(gateway.offering.auth);
  return [
    '## How to call it as a service',
    factsOf(gateway),
    ...(sending
      ? [...curlOf(gateway, sending), ...pythonOf(gateway, sending)]
      : []),
  ];
}

/**
 * How a model is called through the gateways by which it is offered, with a key
 * of one's own, as parts of a Markdown page; none where it is not offered.
 */
export function throughGateways({
  record,
  definition,
  externalOnly = false,
}: {
  record: ServerRecord;
  definition?: string;
  /** Only addresses that are reached from outside of the cluster. */
  externalOnly?: boolean;
}): string[] {
  return (record.offerings ?? [])
    .flatMap(offering => gatewayOf(offering, record, definition) ?? [])
    .filter(({ url }) => !externalOnly || !isInside(url))
    .slice(0, MAX_GATEWAYS)
    .flatMap(sectionOf);
}
