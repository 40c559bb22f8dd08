import type { Offer } from '@model-catalog/node';

/** Methods that 3scale's mapping rules know. */
export const VERBS = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
] as const;
export type Verb = (typeof VERBS)[number];

/** One operation that callers may use through the gateway. */
export type ApiOperation = {
  /** System name of its method in 3scale. */
  method: string;
  verb: Verb;
  /** As OpenAPI writes it, with `{parameters}`, e.g. `/v2/models/{model_name}/infer`. */
  path: string;
  title: string;
  /** Its answers say how many tokens were used. */
  tokens?: boolean;
  /** Its requests are forms with files, not JSON. */
  multipart?: boolean;
  /** Its answers have no body. */
  empty?: boolean;
};

/** What callers speak with the models of one kind of runtime. */
export type ApiProfile = {
  operations: readonly ApiOperation[];
  /** Only offered when the owner names them. */
  optional?: Readonly<Record<string, readonly ApiOperation[]>>;
  /** Templates that describe the operations, as far as there are any. */
  offers: readonly Offer[];
};
