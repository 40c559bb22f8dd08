import type { Asked } from '../contract/asked';
import type { ServerNames } from '../contract/names';
import { plainLine } from '../contract/plainText';
import type {
  AuthProfile,
  PrivateEndpoint,
  PublishableServer,
  RenderSettings,
} from '../contract/types';
import type { ChosenProfile } from '../profiles/choose';

export const API_VERSION = 'capabilities.3scale.net/v1beta1';

/** All that is decided before the objects of one server are written. */
export type Context = {
  server: PublishableServer;
  settings: RenderSettings;
  asked: Asked;
  names: ServerNames;
  profile: ChosenProfile;
  endpoint: PrivateEndpoint;
  authProfile: AuthProfile;
  tokens: boolean;
};

/** How the model is called in the portal. */
export const titleOf = ({ asked, server }: Pick<Context, 'asked' | 'server'>) =>
  asked.title ?? plainLine(server.displayName ?? '', 100) ?? server.name;

/** What is told of it there; empty for nothing. */
export const descriptionOf = ({
  asked,
  server,
}: Pick<Context, 'asked' | 'server'>) =>
  asked.description ?? plainLine(server.description ?? '', 2000) ?? '';

/** The reference to the tenant's credentials, where the operator needs one. */
export const providerAccount = ({ providerAccount: name }: RenderSettings) =>
  name === undefined ? {} : { providerAccountRef: { name } };
