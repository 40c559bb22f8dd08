type Value = unknown;

/** A text that YAML reads as that very text, without quotes. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_./@ -]{0,200}[A-Za-z0-9_./@-]$|^[A-Za-z_]$/;

/** Words and numbers that YAML reads as something else, in one of its versions. */
const OTHERWISE =
  /^(?:true|false|yes|no|on|off|null|y|n|~|\.inf|\.nan|0x[0-9a-f]+|[-+.\d][\d_.eE+-]*)$/i;

function textOf(text: string): string {
  return PLAIN.test(text) && !OTHERWISE.test(text) && !text.includes(' -')
    ? text
    : JSON.stringify(text)
        // What JSON leaves and YAML forbids, or takes for the end of a line.
        .replace(/[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g, unit =>
          /[\ud800-\udfff]/.test(unit)
            ? unit
            : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
}

const isObject = (value: Value): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function scalarOf(value: Value): string {
  return typeof value === 'string' ? textOf(value) : JSON.stringify(value);
}

/** An element of a list: a scalar, or the fields of a flat object. */
function element(value: Value, indent: string): string[] {
  const fields = isObject(value) ? linesOf(value, `${indent}  `) : [];
  const [first, ...others] = fields;
  return first === undefined
    ? [`${indent}- ${scalarOf(value)}`]
    : [`${indent}- ${first.trimStart()}`, ...others];
}

function linesOf(value: Value, indent: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(one => element(one, indent));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, one]) => field(key, one, indent))
    : [];
}

/** Lists of lists are written as JSON, which YAML is too. */
function isNested(value: Value): boolean {
  return Array.isArray(value)
    ? value.length > 0 && !value.some(Array.isArray)
    : isObject(value) && Object.keys(value).length > 0;
}

function field(key: string, value: Value, indent: string): string[] {
  if (value === undefined) {
    return [];
  }
  return isNested(value)
    ? [`${indent}${textOf(key)}:`, ...linesOf(value, `${indent}  `)]
    : [
        `${indent}${textOf(key)}: ${
          Array.isArray(value) || isObject(value)
            ? JSON.stringify(value)
            : scalarOf(value)
        }`,
      ];
}

/** One document of a stream of YAML. */
export function yamlDocument(value: Record<string, Value>): string {
  return `---\n${linesOf(value, '').join('\n')}\n`;
}
