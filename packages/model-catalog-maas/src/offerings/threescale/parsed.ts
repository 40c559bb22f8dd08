import type { Offering, OfferingAuth } from '@model-catalog/common';

/** What all objects of the operator have that we read. */
export type Common = {
  namespace: string;
  name: string;
  /** `namespace/resource/name` of a model server, where the object says that it is made for it. */
  server?: string;
};

/** Where in the tenant the operator put it. */
export type Tenancy = {
  /** Host of the tenant's admin portal, e.g. `maas-admin.apps.example.com`. */
  adminHost?: string;
  /** The same with its scheme, as the operator says it. */
  adminUrl?: string;
};

export type ParsedProduct = Common &
  Tenancy & {
    kind: 'Product';
    createdAt?: string;
    systemName: string;
    productId?: string;
    title: string;
    description?: string;
    auth: OfferingAuth;
    /** Of a gateway of one's own; absent for that of 3scale. */
    gatewayUrls?: Offering['gatewayUrls'];
    usages: readonly { backend: string; path?: string }[];
    plans: Offering['plans'];
    operations: Offering['operations'];
    state: Offering['state'];
    stateReason?: string;
  };

export type ParsedBackend = Common &
  Tenancy & {
    kind: 'Backend';
    systemName: string;
    privateUrl?: string;
    operations: Offering['operations'];
  };

export type ParsedActiveDoc = Common &
  Tenancy & {
    kind: 'ActiveDoc';
    product?: string;
    published: boolean;
    secret?: { namespace: string; name: string };
    url?: string;
    /** Changes with the content of the Secret, where the publisher wrote it. */
    stamp?: string;
  };
