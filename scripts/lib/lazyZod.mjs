/**
 * zod gives each schema some forty methods as functions of its own, 8 KB a
 * schema, of which one or two are ever called. Here the methods of these
 * classes are put on the class and become the schema's own when they are first
 * asked for: 5 to 9 MB less in each process, with the same methods.
 */
const CLASSES = [
  'ZodType',
  '_ZodString',
  'ZodString',
  'ZodNumber',
  'ZodArray',
  'ZodObject',
];

const HELPER = `
const methodsOf = new WeakMap();
function lazily(inst, methods) {
    const proto = Object.getPrototypeOf(inst);
    const known = methodsOf.get(proto) ?? new Set();
    methodsOf.set(proto, known);
    if (known.has(methods))
        return;
    known.add(methods);
    for (const [name, make] of Object.entries(methods)) {
        const own = (inst, value) => {
            Object.defineProperty(inst, name, { value, configurable: true, enumerable: true, writable: true });
            return value;
        };
        Object.defineProperty(proto, name, {
            configurable: true,
            get() { return own(this, make(this, this.def)); },
            set(value) { own(this, value); },
        });
    }
}
`;

/** A method on one line, or over several until a line that closes it. */
const METHOD =
  /^ {4}inst\.(\w+) = ((?:async )?\(?\([^\n]*\) => (?:[^\n]*;|[^\n]*\{\n(?: {8}[^\n]*\n)* {4}\}\)?;)|inst\.\w+;)\n/gm;

const END = '\n});\n';

function withLazyMethods(text, name) {
  const head = `export const ${name} = /*@__PURE__*/ core.$constructor("${name}", (inst, def) => {\n`;
  const start = text.indexOf(head);
  const end = text.indexOf(END, start);
  if (start < 0 || end < 0) {
    throw new Error(`zod has no class ${name} in the form that is known here`);
  }
  const methods = new Map();
  const rest = `${text.slice(start + head.length, end)}\n`
    .replace(METHOD, (_, method, value) => {
      methods.set(method, value.slice(0, -1));
      return '';
    })
    .replace(/^ {4}return inst;\n$/m, '');
  if (methods.size < 4) {
    throw new Error(`zod's ${name} has other methods than are known here`);
  }
  const table = [...methods].map(
    ([method, value]) => `    ${method}: (inst, def) => ${value},\n`,
  );
  return [
    text.slice(0, start),
    `const methodsOf${name} = {\n${table.join('')}};\n`,
    `${head}${rest}    lazily(inst, methodsOf${name});\n    return inst;${END}`,
    text.slice(end + END.length),
  ].join('');
}

/** zod's classic/schemas.js, with methods that are made when they are asked for. */
export function lazyZod(text) {
  const start = text.indexOf('export const ZodType');
  const helped = `${text.slice(0, start)}${HELPER}${text.slice(start)}`;
  return CLASSES.reduce(withLazyMethods, helped);
}
