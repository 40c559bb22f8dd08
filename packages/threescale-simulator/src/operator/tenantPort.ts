import type { ActiveDocSpec, PolicySpec } from './specs/others';
import type { BackendSpec } from './specs/backend';
import type { ProductSpec } from './specs/product';

/** Versions of a product's gateway configuration; absent: none was made. */
export interface Versions {
  readonly staging?: number;
  readonly production?: number;
}

/** What 3scale refuses; its message goes into the condition. */
export class TenantRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TenantRefusal';
  }
}

/**
 * What the stand-in does in 3scale. Whatever is put is found again by its
 * system name, also when somebody else made it, and overwritten. Refusals are
 * `TenantRefusal`s.
 */
export interface OperatedTenant {
  /** For `status.providerAccountHost`. */
  readonly host: string;
  /** The id. */
  putBackend(spec: BackendSpec): number;
  removeBackend(id: number): void;
  putProduct(spec: ProductSpec): {
    readonly id: number;
    readonly state: string;
  };
  removeProduct(id: number): void;
  putActiveDoc(spec: ActiveDocSpec, body: string): number;
  removeActiveDoc(id: number): void;
  putPolicy(spec: PolicySpec): number;
  removePolicy(id: number): void;
  versions(productId: number): Versions;
  /** Makes a staging configuration where something changed. */
  deploy(productId: number): void;
  /** Copies the newest staging configuration to production. */
  promote(productId: number): void;
}
