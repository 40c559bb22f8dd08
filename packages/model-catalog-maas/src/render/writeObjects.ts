import type {
  DesiredObject,
  Problem,
  RenderedOffering,
} from '../contract/types';
import { activeDocOf, definitionSecretOf } from './activeDoc';
import { backendOf } from './backend';
import { type Context, descriptionOf, titleOf } from './context';
import { definitionOf } from './definition/definition';
import { gatewayUrlOf } from './gateway';
import { sealed } from './metadata';
import { productOf } from './product';
import { promoteOf } from './promote';

type Written = {
  objects: DesiredObject[];
  promote?: RenderedOffering['promote'];
  problems: Problem[];
};

/** A definition without its server still says what can be called. */
function gatewayProblems(
  { names, settings }: Context,
  url: string | undefined,
) {
  const isKnown = settings.tenantName && settings.wildcardDomain;
  const message = `"${names.systemName}" makes the gateway's host name longer than DNS allows, and 3scale shortens it: the definition does not name the gateway. A shorter system name helps.`;
  return isKnown && url === undefined
    ? [{ field: 'metadata.name', message, severity: 'warning' } as const]
    : [];
}

/** The objects of one server, in the order in which they are applied: what others need comes first. */
export function writeObjects(
  context: Context,
  plans: Record<string, unknown>,
): Written {
  const { server, settings, names, asked, profile, authProfile } = context;
  const url = gatewayUrlOf(names.systemName, settings);
  const backend = backendOf(context);
  const product = productOf(context, plans);
  const definition = definitionOf({
    server,
    profile,
    authProfile,
    title: titleOf(context),
    description: descriptionOf(context),
    url,
  });
  const documents =
    definition === undefined
      ? []
      : [
          definitionSecretOf(context, definition),
          activeDocOf(context, definition),
        ];
  const tooLong: Problem[] =
    definition === undefined
      ? [
          {
            field: 'status',
            message:
              'the definition of the API is too long for a Secret: the portal shows none',
            severity: 'warning',
          },
        ]
      : [];
  const promote = promoteOf(asked.promote, { backend, product });
  return {
    objects: [backend, product, ...documents].map(one => sealed(one, server)),
    ...(promote && { promote }),
    problems: [...gatewayProblems(context, url), ...tooLong],
  };
}
