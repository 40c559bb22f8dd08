import { InfoCard, Link } from '@backstage/core-components';
import { AboutField } from '@backstage/plugin-catalog';
import { useEntity } from '@backstage/plugin-catalog-react';
import Grid from '@material-ui/core/Grid';

const PREFIX = 'rhdh.modelcatalog.io';

/** What each tag of the connector means to somebody who wants to call the server. */
const TOKEN_BY_TAG: Readonly<Record<string, string>> = {
  'auth-required': 'required',
  'auth-not-required': 'not required',
};

const Url = ({ url }: { url: string | undefined }) =>
  url === undefined ? <>none</> : <Link to={url}>{url}</Link>;

/** Where a model server answers, what to call its model, whether it asks for a token, and how it is. */
export const EndpointsCard = () => {
  const { annotations = {}, tags = [] } = useEntity().entity.metadata;
  const token = tags.map(tag => TOKEN_BY_TAG[tag]).find(Boolean);
  return (
    <InfoCard title="Endpoints">
      <Grid container>
        <AboutField label="Outside the cluster" gridSizes={{ xs: 12 }}>
          <Url url={annotations[`${PREFIX}/external-route-url`]} />
        </AboutField>
        <AboutField label="Inside the cluster" gridSizes={{ xs: 12 }}>
          <Url url={annotations[`${PREFIX}/internal-service-url`]} />
        </AboutField>
        <AboutField
          label="Model name in requests"
          value={annotations[`${PREFIX}/model-name`] ?? 'not known'}
          gridSizes={{ xs: 12 }}
        />
        <AboutField
          label="Token"
          value={token ?? 'not known'}
          gridSizes={{ xs: 6 }}
        />
        <AboutField
          label="State"
          value={annotations[`${PREFIX}/server-state`] ?? 'not known'}
          gridSizes={{ xs: 6 }}
        />
      </Grid>
    </InfoCard>
  );
};
