import { Content, Header, Page } from '@backstage/core-components';
import { CatalogSearchResultListItem } from '@backstage/plugin-catalog';
import { SearchType } from '@backstage/plugin-search';
import {
  SearchBar,
  SearchFilter,
  SearchPagination,
  SearchResult,
} from '@backstage/plugin-search-react';
import { TechDocsSearchResultListItem } from '@backstage/plugin-techdocs';
import Grid from '@material-ui/core/Grid';
import Paper from '@material-ui/core/Paper';
import CatalogIcon from '@material-ui/icons/Category';
import DocsIcon from '@material-ui/icons/LibraryBooks';

const TYPES = [
  { value: 'software-catalog', name: 'Catalog', icon: <CatalogIcon /> },
  { value: 'techdocs', name: 'Model cards', icon: <DocsIcon /> },
];

/** Full text search in the catalog and in the model cards. */
export const SearchLayout = () => (
  <Page themeId="home">
    <Header title="Search" />
    <Content>
      <Grid container>
        <Grid item xs={12}>
          <SearchBar />
        </Grid>
        <Grid item xs={12} md={3}>
          <SearchType.Accordion
            name="Type"
            defaultValue="software-catalog"
            types={TYPES}
          />
          <Paper style={{ padding: 16, marginTop: 16 }}>
            <SearchFilter.Select
              label="Kind"
              name="kind"
              values={['Component', 'Resource', 'API']}
            />
          </Paper>
        </Grid>
        <Grid item xs={12} md={9}>
          <SearchPagination />
          <SearchResult>
            <CatalogSearchResultListItem icon={<CatalogIcon />} />
            <TechDocsSearchResultListItem icon={<DocsIcon />} />
          </SearchResult>
        </Grid>
      </Grid>
    </Content>
  </Page>
);
