import { randomUUID } from 'crypto';
import { digestOf } from '../digest';
import { readManifest } from '../manifest';

/** What a client did wrong: the registry answers it with 400. */
export class Refused extends Error {}

/** One repository of a registry, in memory; content is checked against its name. */
export class Repository {
  private readonly blobs = new Map<string, Buffer>();
  private readonly manifests = new Map<string, Buffer>();
  private readonly tags = new Map<string, string>();
  private readonly uploads = new Map<string, Buffer>();

  blob(digest: string): Buffer | undefined {
    return this.blobs.get(digest);
  }

  /** By tag or by digest. */
  manifest(reference: string): Buffer | undefined {
    return this.manifests.get(this.tags.get(reference) ?? reference);
  }

  /** Manifests that have this one as their subject. */
  referrers(digest: string): Buffer[] {
    return [...this.manifests.values()].filter(
      bytes => readManifest(bytes).subject?.digest === digest,
    );
  }

  startUpload(): string {
    const id = randomUUID();
    this.uploads.set(id, Buffer.alloc(0));
    return id;
  }

  append(id: string, bytes: Buffer): number {
    const before = this.uploads.get(id);
    if (!before) throw new Refused(`there is no upload ${id}`);
    const all = Buffer.concat([before, bytes]);
    this.uploads.set(id, all);
    return all.length;
  }

  finishUpload(id: string, digest: string): void {
    const bytes = this.uploads.get(id);
    if (!bytes || digestOf(bytes) !== digest) {
      throw new Refused(`the upload is not ${digest}`);
    }
    this.uploads.delete(id);
    this.blobs.set(digest, bytes);
  }

  /** Keeps a manifest whose parts are here; gives its digest. */
  putManifest(reference: string, bytes: Buffer): string {
    const { config, layers } = readManifest(bytes);
    for (const { digest } of [config, ...layers]) {
      if (!this.blobs.has(digest)) throw new Refused(`${digest} is not here`);
    }
    const digest = digestOf(bytes);
    if (reference.startsWith('sha256:') && reference !== digest) {
      throw new Refused(`the manifest is ${digest}`);
    }
    this.manifests.set(digest, bytes);
    if (reference !== digest) this.tags.set(reference, digest);
    return digest;
  }

  /** Changes what is stored under a digest, as a broken disk or somebody evil would. */
  corrupt(digest: string, change: (bytes: Buffer) => Buffer): void {
    const bytes = this.blobs.get(digest);
    if (bytes) this.blobs.set(digest, change(Buffer.from(bytes)));
  }
}
