import { createApp } from '@backstage/app-defaults';
import { AppRouter } from '@backstage/core-app-api';
import {
  AlertDisplay,
  OAuthRequestDialog,
  ProxiedSignInPage,
} from '@backstage/core-components';
import { SignInPageProps } from '@backstage/core-plugin-api';
import { catalogPlugin } from '@backstage/plugin-catalog';
import { orgPlugin } from '@backstage/plugin-org';
import { techdocsPlugin } from '@backstage/plugin-techdocs';
import { apis } from './apis';
import { Frame } from './navigation/Frame';
import { routes } from './routes';

/** The demo has one user: whoever opens it is signed in as guest. */
const GuestSignIn = (props: SignInPageProps) => (
  <ProxiedSignInPage {...props} provider="guest" />
);

const app = createApp({
  apis,
  components: { SignInPage: GuestSignIn },
  bindRoutes({ bind }) {
    bind(catalogPlugin.externalRoutes, {
      viewTechDoc: techdocsPlugin.routes.docRoot,
    });
    bind(orgPlugin.externalRoutes, {
      catalogIndex: catalogPlugin.routes.catalogIndex,
    });
  },
});

export const App = app.createRoot(
  <>
    <AlertDisplay transientTimeoutMs={4000} />
    <OAuthRequestDialog />
    <AppRouter>
      <Frame>{routes}</Frame>
    </AppRouter>
  </>,
);
