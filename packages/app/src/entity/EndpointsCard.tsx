import {
  InfoCard,
  Link,
  StatusAborted,
  StatusError,
  StatusOK,
  StatusPending,
} from '@backstage/core-components';
import { AboutField } from '@backstage/plugin-catalog';
import { useEntity } from '@backstage/plugin-catalog-react';
import Grid from '@material-ui/core/Grid';

const PREFIX = 'rhdh.modelcatalog.io';

/** What each tag of the connector means to somebody who wants to call the server. */
const TOKEN_BY_TAG: Readonly<Record<string, string>> = {
  'auth-required': 'required',
  'auth-not-required': 'not required',
};

const Status = {
  ready: StatusOK,
  'not-ready': StatusPending,
  failed: StatusError,
  'scaled-to-zero': StatusAborted,
  stopped: StatusAborted,
};

const isKnown = (state: string): state is keyof typeof Status =>
  Object.hasOwn(Status, state);

/** How the server is, and why where it says it. */
const State = ({ state, reason }: { state?: string; reason?: string }) => {
  const text = (state ?? 'not known').replaceAll('-', ' ');
  const shown = reason === undefined ? text : `${text}: ${reason}`;
  const Icon =
    state !== undefined && isKnown(state) ? Status[state] : undefined;
  return Icon ? <Icon>{shown}</Icon> : <>{shown}</>;
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
          gridSizes={{ xs: 12 }}
        />
        <AboutField label="State" gridSizes={{ xs: 12 }}>
          <State
            state={annotations[`${PREFIX}/server-state`]}
            reason={annotations[`${PREFIX}/server-state-reason`]}
          />
        </AboutField>
      </Grid>
    </InfoCard>
  );
};
