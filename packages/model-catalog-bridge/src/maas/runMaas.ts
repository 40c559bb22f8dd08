/**
 * What the commands below `maas` run: in a bundle of its own, as no role and
 * no other tool needs it.
 */
export { runCheck } from './check/runCheck';
export { runRender } from './render/runRender';
export { runSetupTenant } from './setupTenant/runSetupTenant';
export { runUnpublish } from './unpublish/runUnpublish';
