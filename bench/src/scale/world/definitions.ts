/** How long an API definition is, characters. */
const LENGTH = 40_000;

function operation(index: number) {
  return {
    post: {
      operationId: `operation${index}`,
      summary: `Operation ${index} of a definition of the usual length`,
      requestBody: {
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      responses: { 200: { description: 'An answer' } },
    },
  };
}

/** An OpenAPI document of about 40 KB; each `seed` gives another. */
export function definition(seed: number): string {
  const paths: Record<string, unknown> = {};
  const perPath = JSON.stringify(operation(0)).length + 20;
  for (let index = 0; index < LENGTH / perPath; index += 1) {
    paths[`/v1/${seed}/operations/${index}`] = operation(index);
  }
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: `Definition ${seed}`, version: '1.0' },
    // Without an address each server would get a text of its own, with its own address.
    servers: [{ url: `https://api-${seed}.example.com` }],
    paths,
  });
}
