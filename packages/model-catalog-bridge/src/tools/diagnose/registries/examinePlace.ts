import { type EndpointKind, isHttpError } from '@model-catalog/node';
import type { Access } from '@model-catalog/service';
import {
  type EndpointFacts,
  judgeEndpoint,
  readEndpoint,
} from '../checks/endpoints';
import { judgeTls, readTls } from '../checks/tls';
import type { Examination } from '../context';
import { inWords } from '../failure';
import { type Place, SETTING } from './places';
import type { Finding } from '../types';

/** What answered, for the commands that a person runs. */
export type Answering = { kind: EndpointKind; name: string; baseUrl: string };

async function askAll(
  place: Place,
  access: Access,
  { signal }: Examination,
): Promise<EndpointFacts[]> {
  const facts: EndpointFacts[] = [];
  for (const url of place.addresses) {
    const http = access.trusted({ ...place, url });
    try {
      const answer = await readEndpoint(http, { ...place, url }, signal);
      facts.push(answer);
      if (!('error' in answer)) {
        break;
      }
    } finally {
      await http.close();
    }
  }
  return facts;
}

const unreachable = (facts: EndpointFacts) =>
  'error' in facts &&
  isHttpError(facts.error) &&
  ['network', 'timeout', 'tls'].includes(facts.error.kind);

/** One that answers at another address than its first is read there, as the fallback does. */
export async function examinePlace(
  place: Place,
  access: Access,
  examination: Examination,
): Promise<{ findings: Finding[]; answering?: Answering }> {
  const { kind, name, how, problem, caFile } = place;
  const facts = await askAll(place, access, examination);
  const answered = facts.find(one => !('error' in one));
  const told = answered ?? facts.find(one => !unreachable(one)) ?? facts[0];
  if (!told) {
    return {
      findings: [
        {
          id: `${kind}.${name}`,
          title: name,
          verdict: 'fail',
          found: `${problem ?? 'it has no address'} (${how})`,
          nextStep: `Name its URL in ${SETTING[kind]}`,
        },
      ],
    };
  }
  const tls = await readTls(
    told.url,
    access.tls(caFile),
    examination.environment,
  );
  const passed = facts
    .filter(one => one !== told)
    .map(one => ('error' in one ? inWords(one.error) : ''));
  const finding = judgeEndpoint(told);
  return {
    findings: [
      passed.length > 0
        ? {
            ...finding,
            found: `${finding.found}; not at: ${passed.join('; ')}`,
          }
        : finding,
      judgeTls(
        tls,
        { id: `${kind}.${name}.tls`, title: `TLS of ${name}` },
        examination.now,
      ),
    ],
    answering: answered && { kind, name, baseUrl: baseUrlOf(answered) },
  };
}

function baseUrlOf(facts: EndpointFacts): string {
  if ('registry' in facts) {
    return facts.registry.baseUrl;
  }
  return 'catalog' in facts ? facts.catalog.baseUrl : facts.url;
}
