import {
  KServeService,
  parseInferenceService,
  parseLlmInferenceService,
} from '@model-catalog/node';
import type { Service } from './endpoint';
import { Runtime, Typed } from './shapes';

/** An object that was left out, or an assumption that was made, and why. */
export type ManifestIssue = {
  /** e.g. `InferenceService demo/granite`. */
  object: string;
  field?: string;
  reason: string;
};

/** The objects that say something of model servers, by what they are. */
export type Sorted = {
  serving: { typed: Typed; raw: unknown }[];
  runtimes: Runtime[];
  services: Service[];
  issues: ManifestIssue[];
};

export const PARSERS = {
  InferenceService: parseInferenceService,
  LLMInferenceService: parseLlmInferenceService,
} as const;

export const isServing = (kind: string): kind is keyof typeof PARSERS =>
  Object.hasOwn(PARSERS, kind);

export function nameOf({ kind, metadata }: Typed): string {
  const name = [metadata?.namespace, metadata?.name].filter(Boolean).join('/');
  return `${kind} ${name || '(without a name)'}`.slice(0, 300);
}

function place(raw: unknown, sorted: Sorted): void {
  const typed = Typed.safeParse(raw).data;
  const [group = ''] = typed?.apiVersion.split('/') ?? [];
  if (typed?.apiVersion === 'v1' && typed.kind === 'Service') {
    const service = KServeService.safeParse(raw);
    sorted.services.push(...(service.success ? [service.data] : []));
  } else if (typed && group === 'serving.kserve.io' && isServing(typed.kind)) {
    sorted.serving.push({ typed, raw });
  } else if (typed && group === 'serving.kserve.io') {
    const runtime = Runtime.safeParse(raw);
    sorted.runtimes.push(...(runtime.success ? [runtime.data] : []));
  }
}

export function sortObjects(objects: readonly unknown[]): Sorted {
  const sorted: Sorted = {
    serving: [],
    runtimes: [],
    services: [],
    issues: [],
  };
  for (const raw of objects) {
    place(raw, sorted);
  }
  return sorted;
}
