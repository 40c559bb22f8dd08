import { textOf } from './annotations';
import type { Container, Metadata } from './fields';

const SERVED_NAME = '--served-model-name';
const LORA_MODULES = '--lora-modules';
const MAX_ADAPTERS = 100;

/** A word of a script, in which quotes hold spaces together. */
const SCRIPT_WORD = /(?:[^\s"']|"[^"]*"|'[^']*')+/g;

/** The words of a script as a shell would pass them on, as far as quotes go. */
const wordsOfScript = (script: string) =>
  (script.match(SCRIPT_WORD) ?? []).map(word =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );

/** All words that containers are started with; a script given as one text is split. */
export function wordsOf(containers: readonly Container[]): string[] {
  return containers
    .flatMap(({ command, args }) => [...(command ?? []), ...(args ?? [])])
    .flatMap(word => (/\s--/.test(word) ? wordsOfScript(word) : [word]));
}

/** The values of an option, as `--option=a`, `--option a` or `--option a b`. */
function valuesOf(option: string, words: readonly string[]): string[] {
  const values: string[] = [];
  let isOpen = false;
  for (const word of words) {
    if (word.startsWith(`${option}=`)) {
      values.push(word.slice(option.length + 1));
      isOpen = true;
    } else if (word === option) {
      isOpen = true;
    } else if (word.startsWith('-')) {
      isOpen = false;
    } else if (isOpen) {
      values.push(word);
    }
  }
  return values;
}

/** Puts in what KServe puts in; a text with anything else to replace is none. */
function resolved(value: string, { name, namespace }: Metadata) {
  const filled = value
    .replace(/\{\{\s*\.Name\s*\}\}/g, name)
    .replace(/\{\{\s*\.Namespace\s*\}\}/g, namespace);
  return /\{\{|\$\(|\$\{/.test(filled) ? undefined : textOf(filled);
}

/** The name that vLLM is told to serve the model under; of several the first, as vLLM reports it. */
export function servedNameOf(
  words: readonly string[],
  metadata: Metadata,
): string | undefined {
  const [first] = valuesOf(SERVED_NAME, words);
  return first === undefined ? undefined : resolved(first, metadata);
}

/** `name=path`, or JSON with a `name`. */
function adapterName(written: string): string | undefined {
  const inJson = /"name"\s*:\s*"([^"]+)"/.exec(written)?.[1];
  const named = /^([^={[]+)=/.exec(written)?.[1];
  return textOf(inJson ?? named);
}

/** The LoRA adapters that vLLM is told to load. */
export function loraAdaptersOf(words: readonly string[]): string[] | undefined {
  return adapterNames(valuesOf(LORA_MODULES, words).map(adapterName));
}

/** Each name once; nothing when there is none. */
export function adapterNames(
  names: readonly (string | null | undefined)[],
): string[] | undefined {
  const texts = names.flatMap(name => textOf(name) ?? []);
  const distinct = [...new Set(texts)].slice(0, MAX_ADAPTERS);
  return distinct.length > 0 ? distinct : undefined;
}
