/**
 * What the commands below `maas` run: in a bundle of its own, as no role and
 * no other tool needs it.
 */
export { runRender } from './render/runRender';
export { runUnpublish } from './unpublish/runUnpublish';
