import { FlatRoutes } from '@backstage/core-app-api';
import { ApiExplorerPage } from '@backstage/plugin-api-docs';
import { CatalogEntityPage } from '@backstage/plugin-catalog';
import { CatalogGraphPage } from '@backstage/plugin-catalog-graph';
import { SearchPage } from '@backstage/plugin-search';
import {
  TechDocsIndexPage,
  TechDocsReaderPage,
} from '@backstage/plugin-techdocs';
import { UserSettingsPage } from '@backstage/plugin-user-settings';
import { Navigate, Route } from 'react-router-dom';
import { catalogPage } from './catalogPage';
import { entityPage } from './entity/entityPage';
import { SearchLayout } from './search/SearchLayout';

export const routes = (
  <FlatRoutes>
    <Route path="/" element={<Navigate to="catalog" />} />
    <Route path="/catalog" element={catalogPage} />
    <Route
      path="/catalog/:namespace/:kind/:name"
      element={<CatalogEntityPage />}
    >
      {entityPage}
    </Route>
    <Route path="/catalog-graph" element={<CatalogGraphPage />} />
    <Route
      path="/api-docs"
      element={<ApiExplorerPage initiallySelectedFilter="all" />}
    />
    <Route path="/docs" element={<TechDocsIndexPage initialFilter="all" />} />
    <Route
      path="/docs/:namespace/:kind/:name/*"
      element={<TechDocsReaderPage />}
    />
    <Route path="/search" element={<SearchPage />}>
      <SearchLayout />
    </Route>
    <Route path="/settings" element={<UserSettingsPage />} />
  </FlatRoutes>
);
