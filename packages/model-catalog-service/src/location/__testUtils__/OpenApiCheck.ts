import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import { NDJSON } from '@model-catalog/common';
import { openApiDocument } from '../openapi/document';

/** What was answered. */
export type Got = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** As it came. */
  bytes: Buffer;
  text: string;
};

type Asked = { method: string; path: string };

const ROOT = 'location';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A part of the document by its keys. */
function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (part, key) => (isObject(part) ? part[key] : undefined),
    value,
  );
}

/** Holds answers to what the OpenAPI document says of them. */
export class OpenApiCheck {
  private readonly document: Record<string, unknown> = openApiDocument();
  private readonly ajv = new Ajv({ allErrors: true, strict: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor() {
    this.ajv.addSchema({ $id: ROOT, ...this.document });
  }

  /** What is wrong with an answer; nothing when it is as described. */
  flawsOf({ method, path }: Asked, got: Got): string[] {
    const name = this.nameOf(path.split('?')[0] ?? '');
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead || name === undefined) {
      return [];
    }
    const keys = ['paths', name, 'get', 'responses', String(got.status)];
    const response = at(this.document, ...keys);
    if (!isObject(response)) {
      return [`${path}: ${got.status} is not described`];
    }
    const flaws = Object.keys(at(response, 'headers') ?? {})
      .filter(header => got.headers[header.toLowerCase()] === undefined)
      .map(header => `${path}: ${header} is missing`);
    if (method === 'HEAD' || !isObject(response.content)) {
      return got.text === '' ? flaws : [...flaws, `${path}: has a body`];
    }
    const type = String(got.headers['content-type']).split(';')[0] ?? '';
    const pointer = [...keys, 'content', type, 'schema'];
    if (!at(this.document, ...pointer)) {
      return [...flaws, `${path}: ${type} is not described`];
    }
    return [...flaws, ...this.bodyFlaws(pointer, type, got.text)];
  }

  private nameOf(path: string): string | undefined {
    const names = Object.keys(at(this.document, 'paths') ?? {});
    const isDocument = /^\/[^/]+\/[^/]+\/model-catalog\.json$/.test(path);
    return isDocument
      ? '/{first}/{second}/model-catalog.json'
      : names.find(name => name === path);
  }

  private bodyFlaws(
    pointer: readonly string[],
    type: string,
    text: string,
  ): string[] {
    if (!/json$/.test(type)) {
      return [];
    }
    const bodies = type === NDJSON ? text.split('\n').slice(0, -1) : [text];
    const validate = this.validatorOf(pointer);
    return bodies.flatMap(body =>
      validate(JSON.parse(body))
        ? []
        : (validate.errors ?? []).map(
            ({ instancePath, message }) => `${instancePath} ${message}`,
          ),
    );
  }

  private validatorOf(pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map(key =>
      encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const $ref = `${ROOT}#/${escaped.join('/')}`;
    const known = this.validators.get($ref) ?? this.ajv.compile({ $ref });
    this.validators.set($ref, known);
    return known;
  }
}
