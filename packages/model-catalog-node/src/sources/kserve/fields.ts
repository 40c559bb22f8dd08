import { z } from 'zod/v4';

/** Go leaves out or writes null for what is empty. */
export const text = z.string().nullish();

export const texts = z.record(z.string(), z.string()).nullish();

/** What every Kubernetes object has. */
export const Metadata = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: z.string(),
  generation: z.number().nullish(),
  creationTimestamp: text,
  deletionTimestamp: text,
  labels: texts,
  annotations: texts,
});
export type Metadata = z.infer<typeof Metadata>;

export const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
});
export type Condition = z.infer<typeof Condition>;

/** A quantity is written as text or as a number. */
const quantities = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .nullish();

export const Resources = z
  .object({ requests: quantities, limits: quantities })
  .nullish();
export type Resources = z.infer<typeof Resources>;

/** The part of a container that says what it serves and what it needs. */
export const Container = z.object({
  name: text,
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: text })).nullish(),
  resources: Resources,
});
export type Container = z.infer<typeof Container>;
