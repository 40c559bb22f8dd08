import { type IncomingObject, mapOf } from '../object';
import type { ResourceType } from '../resources';
import { type FieldFault, invalid } from '../status';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_1035_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const CONFIG_KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** Values of one ConfigMap or Secret together, in bytes. */
export const DATA_LIMIT_BYTES = 1024 * 1024;
/** Keys and values of all annotations together, in bytes. */
const ANNOTATION_LIMIT_BYTES = 256 * 1024;

function invalidValue(field: string, value: string, rule: string): FieldFault {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value)}: ${rule}`,
    field,
  };
}

function tooLong(field: string, limit: number): FieldFault {
  return {
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${limit} bytes`,
    field,
  };
}

interface NameRule {
  readonly pattern: RegExp;
  readonly text: string;
  readonly limit: number;
}

function nameRule(type: ResourceType): NameRule {
  if (type.plural === 'namespaces') {
    return { pattern: LABEL, text: LABEL_RULE, limit: 63 };
  }
  if (type.plural === 'services') {
    return { pattern: LABEL_1035, text: LABEL_1035_RULE, limit: 63 };
  }
  return { pattern: SUBDOMAIN, text: SUBDOMAIN_RULE, limit: 253 };
}

function nameFaults(type: ResourceType, object: IncomingObject): FieldFault[] {
  const { name } = object.metadata;
  if (!name) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ];
  }
  const rule = nameRule(type);
  const faults: FieldFault[] = [];
  if (name.length > rule.limit) {
    faults.push(
      invalidValue(
        'metadata.name',
        name,
        `must be no more than ${rule.limit} characters`,
      ),
    );
  }
  if (!rule.pattern.test(name)) {
    faults.push(invalidValue('metadata.name', name, rule.text));
  }
  return faults;
}

function metadataFaults(object: IncomingObject): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const value of Object.values(object.metadata.labels ?? {})) {
    if (value.length > 63) {
      faults.push(
        invalidValue(
          'metadata.labels',
          value,
          'must be no more than 63 characters',
        ),
      );
    }
    if (!LABEL_VALUE.test(value)) {
      faults.push(invalidValue('metadata.labels', value, LABEL_VALUE_RULE));
    }
  }
  let size = 0;
  for (const [key, value] of Object.entries(
    object.metadata.annotations ?? {},
  )) {
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > ANNOTATION_LIMIT_BYTES) {
    faults.push(tooLong('metadata.annotations', ANNOTATION_LIMIT_BYTES));
  }
  return faults;
}

function keyFaults(field: string, keys: readonly string[]): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const key of keys) {
    if (key.length > 253) {
      faults.push(
        invalidValue(
          `${field}[${key}]`,
          key,
          'must be no more than 253 characters',
        ),
      );
    }
    if (!CONFIG_KEY.test(key)) {
      faults.push(invalidValue(`${field}[${key}]`, key, CONFIG_KEY_RULE));
    }
  }
  return faults;
}

function sizeOf(values: unknown[], encoding: 'utf8' | 'base64'): number {
  let size = 0;
  for (const value of values) {
    size += typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0;
  }
  return size;
}

function dataFaults(type: ResourceType, object: IncomingObject): FieldFault[] {
  if (type.kind === 'ConfigMap') {
    const data = mapOf(object.data);
    const binary = mapOf(object.binaryData);
    const size =
      sizeOf(Object.values(data), 'utf8') +
      sizeOf(Object.values(binary), 'base64');
    return [
      ...keyFaults('data', Object.keys(data)),
      ...keyFaults('binaryData', Object.keys(binary)),
      ...Object.keys(data)
        .filter(key => key in binary)
        .map(key =>
          invalidValue(
            `data[${key}]`,
            key,
            'duplicate of key present in binaryData',
          ),
        ),
      ...(size > DATA_LIMIT_BYTES ? [tooLong('[]', DATA_LIMIT_BYTES)] : []),
    ];
  }
  if (type.kind === 'Secret') {
    const data = mapOf(object.data);
    const size = sizeOf(Object.values(data), 'base64');
    return [
      ...keyFaults('data', Object.keys(data)),
      ...(size > DATA_LIMIT_BYTES ? [tooLong('data', DATA_LIMIT_BYTES)] : []),
    ];
  }
  return [];
}

/** Refuses with 422 what kube-apiserver refuses: names, label values, sizes, data keys. */
export function validateObject(
  type: ResourceType,
  object: IncomingObject,
): void {
  const faults = [
    ...nameFaults(type, object),
    ...metadataFaults(object),
    ...dataFaults(type, object),
  ];
  if (faults.length > 0) {
    throw invalid(type, object.metadata.name ?? '', faults);
  }
}
