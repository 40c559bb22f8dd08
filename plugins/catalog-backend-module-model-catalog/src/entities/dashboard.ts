import { DASHBOARD_URL } from '@model-catalog/common';
import type { Annotations } from './annotations';
import { httpUrl, type Wanted } from './links';
import type { Note } from './types';

const VIEW_URL = 'backstage.io/view-url';
const EDIT_URL = 'backstage.io/edit-url';

/** Where an entity is looked at, and edited, outside of the hub. */
export type Dashboard = { annotations: Annotations; links: Wanted[] };

/**
 * What leads to the page of a model or server in the dashboard of OpenShift
 * AI, by the bridge's own annotation.
 */
export function dashboardOf(
  annotations: Annotations | undefined,
  note: Note,
): Dashboard {
  const written = annotations?.[DASHBOARD_URL];
  const url = httpUrl(written);
  if (url === undefined) {
    if (written?.trim()) {
      note(
        `metadata.annotations.${DASHBOARD_URL}`,
        'is no http or https URL (or carries a password) and is left out',
      );
    }
    return { annotations: {}, links: [] };
  }
  return {
    annotations: {
      [DASHBOARD_URL]: url,
      [VIEW_URL]: url,
      [EDIT_URL]: url,
    },
    links: [{ title: 'OpenShift AI dashboard', url, icon: 'dashboard' }],
  };
}
