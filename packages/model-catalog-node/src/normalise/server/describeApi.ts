import { documentPaths, runtimeOf } from '../../definitions/runtimes';
import type { InferenceServer } from '../../sources/objects';

/** How people supply a definition themselves. */
export function howToSupply(server: InferenceServer): string[] {
  const { resource, name, namespace } = server;
  return [
    '* as the property `API Spec` of the model version, or of the registered model, in the model registry: the text of an OpenAPI document, JSON or YAML. `API Type` says what it is when it is asyncapi, graphql or grpc;',
    '* or as annotations of the model server, which win:',
    '',
    `      oc annotate ${resource} ${name} -n ${namespace} --overwrite rhdh.io/apispec="$(cat openapi.json)"`,
  ];
}

function enablingDocuments(server: InferenceServer): string[] {
  switch (runtimeOf(server)) {
    case 'kserve':
    case 'kserve-huggingface':
      return [
        'Its runtime publishes a definition when it is started with `--enable_docs_url=True`; it is then found by itself.',
        '',
      ];
    case 'vllm':
      return [
        'Its runtime publishes a definition unless it is started with `--disable-fastapi-docs`; without that it is found by itself.',
        '',
      ];
    default:
      return [];
  }
}

/** The text of a definition that says nothing but how to supply one. */
export function minimalDescription(
  server: InferenceServer,
  { url, authentication }: { url: string; authentication: boolean },
): string {
  const [path = '/openapi.json'] = documentPaths(
    runtimeOf(server),
    server.name,
  );
  const header = authentication ? '-H "Authorization: Bearer $TOKEN" ' : '';
  return [
    `No API definition is known for the model server \`${server.name}\` in namespace \`${server.namespace}\`: it has none of its own that could be read, and it was not recognised which protocol it speaks.`,
    '',
    'If the server publishes one, this reads it:',
    '',
    `      curl ${header}${url}${path} > openapi.json`,
    '',
    ...enablingDocuments(server),
    'To supply one, set it',
    '',
    ...howToSupply(server),
  ].join('\n');
}

/** Why there is no better definition than a template. */
export type TemplateReason = 'wants-token' | 'has-none' | 'not-asked';

const REASONS: Readonly<Record<TemplateReason, string>> = {
  'wants-token': 'the server wants a token before it shows one of its own',
  'has-none': 'the server publishes none of its own',
  'not-asked': 'none could be read from the server itself so far',
};

/** The text of a definition that was made from templates. */
export function templateDescription(
  server: InferenceServer,
  made: { titles: string; reason: TemplateReason; wasRecognised: boolean },
): string {
  const kind = server.runtime ?? server.modelFormat ?? server.resource;
  return [
    `The API of the model server \`${server.name}\` in namespace \`${server.namespace}\`. It speaks ${made.titles}.`,
    '',
    `This definition was made from a template of that protocol, because ${
      REASONS[made.reason]
    }. ${
      made.wasRecognised
        ? 'Its paths are those that the server was found to offer.'
        : `Its paths are those that are usual for \`${kind}\`; the server could not be asked which of them it offers.`
    }`,
    '',
    ...(made.reason === 'has-none' ? enablingDocuments(server) : []),
    'To replace it, set a definition',
    '',
    ...howToSupply(server),
  ].join('\n');
}
