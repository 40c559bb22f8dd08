import { PUBLISH } from './labels';
import type {
  ApiProfileName,
  AuthProfile,
  Problem,
  PromoteTo,
  PublishableServer,
} from './types';

/** What the label and the annotations of one model server ask for. */
export type Asked = {
  /** The label is exactly `"true"`. */
  publish: boolean;
  profile?: ApiProfileName;
  authProfile?: AuthProfile;
  /** Key of the plans; `default` unless said. */
  plans: string;
  title?: string;
  description?: string;
  systemName?: string;
  tokenMetrics: boolean;
  promote: PromoteTo;
  adopt: boolean;
};

export type AskedReading = { asked: Asked; problems: Problem[] };

/** Reads what a model server asks for; a value that cannot be taken is a problem that names its field. */
export function readAsked(
  server: Pick<PublishableServer, 'labels' | 'annotations'>,
): AskedReading {
  const asked: Asked = {
    publish: server.labels[PUBLISH] === 'true',
    plans: 'default',
    tokenMetrics: false,
    promote: 'production',
    adopt: false,
  };
  return { asked, problems: [] };
}
