import type { PromoteTo } from '../contract/types';
import { digestOfValue } from './canonical';
import type { Unsealed } from './metadata';

/** Not part of what the gateway is configured with. */
const PORTAL_ONLY = new Set(['name', 'description', 'applicationPlans']);

/** When a promotion is due: the digest of all that the gateway reads. Plans and texts change without one. */
export function promoteOf(
  to: PromoteTo,
  { backend, product }: { backend: Unsealed; product: Unsealed },
): { to: 'staging' | 'production'; digest: string } | undefined {
  if (to === 'none') {
    return undefined;
  }
  const configured = Object.entries(product.spec ?? {}).filter(
    ([key]) => !PORTAL_ONLY.has(key),
  );
  const digest = digestOfValue({
    product: Object.fromEntries(configured),
    upstream: backend.spec?.privateBaseURL,
  });
  return { to, digest };
}
