export {
  createKeycloakAdmin,
  type KeycloakAdmin,
  type KeycloakAdminOptions,
} from './createKeycloakAdmin';
export {
  judgeRedirects,
  type RedirectPlace,
  type SeenClient,
} from './redirects';
export { type LoginPlace, walkLogin } from './walkLogin';
