/** Why a text cannot be shown as the definition of an API; `undefined` when it can. */
export { flawOf as definitionFlaw } from '../definitions/plausible';
