import { z } from 'zod/v4';

const Meta = z.object({ name: z.string() });

export const listOf = <T>(item: z.ZodType<T>) =>
  z.object({ items: z.array(z.unknown()) }).transform(({ items }) =>
    items.flatMap(one => {
      const read = item.safeParse(one);
      return read.success ? [read.data] : [];
    }),
  );

export const StorageClass = z
  .object({ metadata: Meta, provisioner: z.string() })
  .transform(read => ({
    name: read.metadata.name,
    provisioner: read.provisioner,
  }));

export const Claim = z
  .object({
    metadata: Meta,
    spec: z.object({ accessModes: z.array(z.string()).default([]) }),
    status: z.object({ phase: z.string().optional() }).optional(),
  })
  .transform(read => ({
    name: read.metadata.name,
    isShared: read.spec.accessModes.includes('ReadWriteMany'),
    isBound: read.status?.phase === 'Bound',
  }));

export const ApiManager = z
  .object({
    metadata: Meta,
    spec: z.object({
      wildcardDomain: z.string().optional(),
      tenantName: z.string().optional(),
      system: z
        .object({
          fileStorage: z
            .object({
              persistentVolumeClaim: z
                .object({ storageClassName: z.string().optional() })
                .optional(),
            })
            .optional(),
        })
        .optional(),
    }),
  })
  .transform(({ metadata, spec }) => ({
    name: metadata.name,
    wildcardDomain: spec.wildcardDomain,
    tenantName: spec.tenantName ?? '3scale',
    storageClass:
      spec.system?.fileStorage?.persistentVolumeClaim?.storageClassName,
  }));

export const Deployment = z
  .object({
    metadata: Meta.extend({
      ownerReferences: z.array(z.object({ kind: z.string() })).optional(),
    }),
    spec: z.object({ replicas: z.int().default(1) }),
    status: z.object({ readyReplicas: z.int().default(0) }).optional(),
  })
  .transform(({ metadata, spec, status }) => ({
    name: metadata.name,
    isOf3scale:
      metadata.ownerReferences?.some(({ kind }) => kind === 'APIManager') ??
      false,
    isReady: (status?.readyReplicas ?? 0) >= spec.replicas,
  }));

export const Route = z
  .object({ metadata: Meta, spec: z.object({ host: z.string() }) })
  .transform(read => ({ name: read.metadata.name, host: read.spec.host }));

/** Values are decoded where they are used, and go no further. */
export const SecretData = z
  .object({ data: z.record(z.string(), z.string()).optional() })
  .transform(({ data = {} }) => data);
