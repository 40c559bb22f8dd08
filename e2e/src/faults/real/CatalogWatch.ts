import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCE_KEY } from '@model-catalog/common';
import { z } from 'zod/v4';
import type { Fields } from '../model/fields';
import type { LeakWatch } from '../rig/LeakWatch';
import { shownOf } from '../rig/shownOf';

const Entities = z.array(
  z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({
      name: z.string(),
      etag: z.string(),
      annotations: z.record(z.string(), z.string()).default({}),
    }),
  }),
);

const EVERY_MS = 600;
const TIMEOUT_MS = 5_000;

/** Looks at the catalog's API all the time. While it does not answer, nothing is seen. */
export class CatalogWatch {
  readonly shown = new Map<string, Fields>();
  onChange: () => void = () => {};
  /** How often it answered. */
  looks = 0;
  private readonly etags = new Map<string, string>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly url: string,
    private readonly locationUrl: string,
    private readonly leaks: LeakWatch,
  ) {}

  start(): void {
    void this.watch();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look().catch(() => undefined);
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const answer = await fetch(`${this.url}/api/catalog/entities`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    this.leaks.look('the entities', text);
    if (!answer.ok) {
      return;
    }
    const seen = new Set<string>();
    let changed = false;
    for (const entity of Entities.parse(JSON.parse(text))) {
      const { kind, metadata } = entity;
      if (metadata.annotations[SOURCE_KEY] === undefined) {
        continue;
      }
      const ref = `${kind}:default/${metadata.name}`.toLowerCase();
      seen.add(ref);
      if (this.etags.get(ref) !== metadata.etag) {
        this.etags.set(ref, metadata.etag);
        this.shown.set(ref, shownOf(entity, this.locationUrl));
        changed = true;
      }
    }
    for (const ref of [...this.shown.keys()]) {
      if (!seen.has(ref)) {
        this.shown.delete(ref);
        this.etags.delete(ref);
        changed = true;
      }
    }
    this.looks += 1;
    if (changed) {
      this.onChange();
    }
  }
}
