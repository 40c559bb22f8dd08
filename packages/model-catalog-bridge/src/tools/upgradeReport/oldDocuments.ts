import { z } from 'zod/v4';

/** Names of entities, as the connector of RHDH 1.8 to 1.10 gave them. */
export type OldDocument = {
  /** Key in the ConfigMap. */
  key: string;
  models: readonly string[];
  server?: { name: string; hasApi: boolean };
};

/** A ConfigMap, as `oc get configmap bac-import-model -o json` prints it. */
export const OldConfigMap = z.object({
  binaryData: z.record(z.string(), z.string()).nullish(),
});
export type OldConfigMap = z.infer<typeof OldConfigMap>;

/** `record` is in those of ours only. */
const Value = z.object({ body: z.string(), record: z.undefined() });

const Named = z.object({ name: z.string() });
const Body = z.object({
  models: z.array(Named).nullish(),
  modelServer: Named.extend({ API: z.unknown() }).nullish(),
});

const decoded = (base64: string): unknown =>
  JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));

/** Its plugin took white space out of names, and nothing else. */
const nameOf = ({ name }: z.infer<typeof Named>) => name.replace(/\s/g, '');

function readValue(key: string, value: string): OldDocument | undefined {
  try {
    const body = Body.parse(decoded(Value.parse(decoded(value)).body));
    const { models, modelServer } = body;
    return {
      key,
      models: (models ?? []).map(nameOf),
      server: modelServer
        ? {
            name: nameOf(modelServer),
            hasApi: modelServer.API !== undefined && modelServer.API !== null,
          }
        : undefined,
    };
  } catch {
    return undefined;
  }
}

/** What the connector before left in its ConfigMap; values of ours are passed over. */
export function oldDocumentsIn({ binaryData }: OldConfigMap): OldDocument[] {
  return Object.entries(binaryData ?? {}).flatMap(
    ([key, value]) => readValue(key, value) ?? [],
  );
}
