import { messageOf } from '@model-catalog/node';
import { readAsked } from '../contract/asked';
import {
  type NamesReading,
  type OwnedNames,
  resolveNames,
} from '../contract/names';
import { serverKey } from '../contract/serverKey';
import type {
  Problem,
  PublishableServer,
  RenderedOffering,
  RenderSettings,
} from '../contract/types';
import { chooseProfile } from '../profiles/choose';
import { endpointProblems, tokenReading } from './checks';
import type { Context } from './context';
import { metricsOf } from './product';
import { plansOf } from './plans';
import { writeObjects } from './writeObjects';

const isError = ({ severity }: Problem) => severity === 'error';

type Input = { server: PublishableServer; settings: RenderSettings };

type Decided = {
  context?: Context;
  plans: Record<string, unknown>;
  problems: Problem[];
};

/** Takes all decisions about one server; without a context it cannot be published. */
function decide({ server, settings }: Input, named: NamesReading): Decided {
  const { asked, problems } = readAsked(server);
  const chosen = chooseProfile(server, asked);
  const all = [
    ...problems,
    ...named.problems,
    ...endpointProblems(server, settings),
    ...chosen.problems,
  ];
  if (chosen.profile === undefined || server.endpoint === undefined) {
    return { plans: {}, problems: all };
  }
  const reading = tokenReading(asked, chosen.profile);
  const { tokens, profile } = reading;
  const metrics = metricsOf(profile.operations, tokens);
  const { plans, problems: ofPlans } = plansOf(asked, settings, metrics);
  const context: Context = {
    server,
    settings,
    asked,
    names: named.names,
    profile,
    endpoint: server.endpoint,
    authProfile: asked.authProfile ?? settings.authProfile,
    tokens,
  };
  return {
    context,
    plans,
    problems: [...all, ...reading.problems, ...ofPlans],
  };
}

function renderOne(input: Input, named: NamesReading): RenderedOffering {
  const { context, plans, problems } = decide(input, named);
  const base = {
    server: serverKey(input.server),
    systemName: named.names.systemName,
    resourceName: named.names.resource,
    ...(readAsked(input.server).asked.adopt && { adopt: true }),
  };
  if (context === undefined || problems.some(isError)) {
    return { ...base, objects: [], problems };
  }
  const written = writeObjects(context, plans);
  return {
    ...base,
    objects: written.objects,
    ...(written.promote && { promote: written.promote }),
    problems: [...problems, ...written.problems],
  };
}

/** Where that fails for a reason that nobody foresaw, nothing of it changes, and all others are published. */
function renderContained(input: Input, named: NamesReading): RenderedOffering {
  try {
    return renderOne(input, named);
  } catch (error) {
    const message = `cannot be published (${messageOf(error).slice(
      0,
      200,
    )}); what is published of it stays. This is a flaw of the publisher: please report it with this line`;
    return {
      server: serverKey(input.server),
      systemName: named.names.systemName,
      resourceName: named.names.resource,
      objects: [],
      problems: [{ field: 'offering', message, severity: 'error' }],
    };
  }
}

const byKey = (a: PublishableServer, b: PublishableServer) =>
  serverKey(a) < serverKey(b) ? -1 : 1;

/**
 * What each server whose label asks for it becomes, in the order of their
 * keys. Servers that do not ask are not in it. Pure: the same input gives the
 * same objects, byte for byte, in whatever order it comes.
 *
 * @param owned - names that objects of the publisher have already: they stay.
 */
export function renderOfferings(
  servers: readonly PublishableServer[],
  settings: RenderSettings,
  owned: readonly OwnedNames[] = [],
): RenderedOffering[] {
  const asking = servers
    .filter(server => readAsked(server).asked.publish)
    .sort(byKey);
  const names = resolveNames(asking, owned);
  return asking.flatMap(server => {
    const named = names.get(serverKey(server));
    return named ? [renderContained({ server, settings }, named)] : [];
  });
}
