import { digestOf, type ServedOffering } from '@model-catalog/common';
import {
  fromRules,
  GATEWAY_MAKING,
  type GatewayView,
  throughGateway,
} from '../../definitions/throughGateway';
import type {
  MadeGatewayDefinition,
  NamedOffering,
} from '../../offerings/types';
import type { Definition, TextLookup } from './definition';
import type { Report } from '../types';

/** The model server's own definition; its text is asked for only where it is needed. */
export type OwnDefinition = {
  definition: Definition | undefined;
  type: string;
  text(): string | undefined;
};

type Input = {
  offering: NamedOffering;
  /** `<namespace>/<resource>/<name>` of the server that shows it. */
  server: string;
  own: OwnDefinition;
  /** What the store holds of it. */
  before: ServedOffering | undefined;
  texts: TextLookup;
};

/** The definition, and whether it would come out again. */
export type GatewayOutcome = {
  definition: MadeGatewayDefinition;
  isFinal: boolean;
};

/** Where the server is mounted at the gateway: as its own backend is, else anywhere. */
function pathOf({ offering: { offering }, server }: Input): string {
  const { backends } = offering;
  const own =
    backends.find(
      one => one.server === server || one.service?.server === server,
    ) ?? (backends.length === 1 ? backends[0] : undefined);
  const path = `${own?.path ?? ''}`.replace(/\/+$/, '');
  return /^(\/[\w.~-]+)*$/.test(path) ? path : '';
}

function viewOf(input: Input): GatewayView {
  const { offering } = input.offering;
  const { gatewayUrls, auth, operations, title, description } = offering;
  const bare = (url: string) => url.replace(/\/+$/, '');
  const gateway = gatewayUrls.production ?? gatewayUrls.staging;
  const below = `${offering.path ?? ''}`.replace(/\/+$/, '');
  return {
    title,
    description,
    urls: gateway === undefined ? [] : [`${bare(gateway)}${below}`],
    auth,
    operations,
    path: pathOf(input),
  };
}

const madeOf = (origin: string, parts: readonly unknown[]) =>
  digestOf(JSON.stringify([GATEWAY_MAKING, origin, ...parts]));

type Way = {
  origin: MadeGatewayDefinition['origin'];
  madeOf: string;
  /** `undefined` where the text that it is made of is not at hand, or is of no use. */
  make: () => string | undefined;
  /** Whether another way may be taken for good when this one gives nothing. */
  isUseless: () => boolean;
};

function fromDocument(
  { offering: { offering }, texts }: Input,
  view: GatewayView,
  report: Report,
): Way | undefined {
  const digest = offering.documentDigest;
  if (digest === undefined) {
    return undefined;
  }
  let flaw: string | undefined;
  return {
    origin: 'document',
    madeOf: madeOf('document', [digest, view]),
    make: () => {
      const text = texts.text(digest);
      const made = text && throughGateway(text, view, 'as-it-is');
      if (!made || made.ok) {
        return made ? made.text : undefined;
      }
      flaw = made.reason;
      report(
        'definition',
        `the document that offering ${offering.id} is published with ${flaw}; it is not used`,
      );
      return undefined;
    },
    isUseless: () => flaw !== undefined,
  };
}

function fromServer({ own }: Input, view: GatewayView): Way | undefined {
  const { definition, type } = own;
  const isUsable = type === 'openapi' && definition?.origin !== 'minimal';
  if (!definition || !isUsable) {
    return undefined;
  }
  // Mounted below a path, the server's own paths begin there.
  const urls = view.urls.map(url => `${url}${view.path}`);
  let isEmpty = false;
  return {
    origin: 'server',
    madeOf: madeOf('server', [definition.digest, view]),
    make: () => {
      const text = definition.text ?? own.text();
      const made = text && throughGateway(text, { ...view, urls }, 'by-rules');
      isEmpty = made ? !made.ok : false;
      return made && made.ok ? made.text : undefined;
    },
    isUseless: () => isEmpty,
  };
}

function fromRulesAlone(view: GatewayView): Way {
  const urls = view.urls.map(url => `${url}${view.path}`);
  return {
    origin: 'operations',
    madeOf: madeOf('operations', [view]),
    make: () => fromRules({ ...view, urls }),
    isUseless: () => false,
  };
}

/**
 * The definition of a gateway's API.
 *
 * | way | taken when |
 * |---|---|
 * | the document that it is published with | there is one, and it is one |
 * | the model server's own, cut by the gateway's rules | else, when that says more than how to supply one |
 * | the rules alone | else |
 *
 * While a text is not at hand that a better way needs, what was made before
 * stays; nothing is final then.
 */
export function gatewayDefinition(
  input: Input,
  report: Report,
): GatewayOutcome {
  const { before, texts } = input;
  const view = viewOf(input);
  const ways = [
    fromDocument(input, view, report),
    fromServer(input, view),
    fromRulesAlone(view),
  ].filter(way => way !== undefined);
  const known = before?.definition;
  const stands = known && !texts.isMissing(known.digest) ? known : undefined;
  let isFinal = true;
  for (const way of ways) {
    const { origin, make, isUseless } = way;
    if (stands?.madeOf === way.madeOf) {
      return { definition: stands, isFinal };
    }
    const text = make();
    if (text !== undefined) {
      const digest = digestOf(text);
      const made = { digest, origin, madeOf: way.madeOf };
      return { definition: { ...made, text }, isFinal };
    }
    if (!isUseless()) {
      isFinal = false;
      if (stands?.origin === origin) {
        return { definition: stands, isFinal };
      }
    }
  }
  throw new Error('The rules alone always make a definition');
}
