import type { Express } from 'express';
import { z } from 'zod/v4';
import type { Show } from './context';
import { realmPage } from './pages';
import { askedIn, ENDPOINT, type Realm } from './Realm';

const TITLE = 'Single sign-on';

const emailSchema = z.object({
  email: z
    .string()
    .trim()
    .max(120)
    .regex(/^[^@\s]+@[^@\s]+$/),
});

/** The form of the realm, which sends back with a code. */
export function realmRoutes(app: Express, realm: Realm, show: Show): void {
  app.get(ENDPOINT, (request, response) => {
    const asked = askedIn(request.query);
    const why = realm.whyNot(asked);
    show(request, response, {
      title: TITLE,
      ...(why === undefined ? {} : { status: 400, notice: why }),
      content: realmPage(why === undefined ? asked : undefined),
    });
  });
  app.post(ENDPOINT, (request, response) => {
    const asked = askedIn(request.body);
    const why = realm.whyNot(asked);
    const { data } = emailSchema.safeParse(request.body);
    if (why !== undefined || data === undefined) {
      const notice = why ?? 'This is no e-mail address.';
      const shown = { title: TITLE, status: 400, notice };
      show(request, response, { ...shown, content: realmPage(undefined) });
      return;
    }
    const back = new URL(asked.redirect_uri);
    back.searchParams.set('code', realm.codeFor(data.email));
    back.searchParams.set('state', asked.state);
    response.redirect(303, back.href);
  });
}
