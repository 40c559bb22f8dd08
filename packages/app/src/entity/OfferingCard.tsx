import type { Entity } from '@backstage/catalog-model';
import { InfoCard, Link } from '@backstage/core-components';
import { AboutField } from '@backstage/plugin-catalog';
import { useEntity } from '@backstage/plugin-catalog-react';
import Grid from '@material-ui/core/Grid';

const PREFIX = 'rhdh.modelcatalog.io';
const URL_ANNOTATION = `${PREFIX}/gateway-url`;

/** Whether a model, or an API, is offered as a service: behind a gateway that asks for a key. */
export const isOffered = ({ metadata }: Entity): boolean =>
  Boolean(metadata.annotations?.[URL_ANNOTATION]);

/** Entries of a comma list. */
const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean);

/** Where people subscribe, as the connector calls that link. */
const SUBSCRIBE = /^Subscribe\b/;

/** Where the gateway is, how the key goes there, and where and to what people subscribe. */
export const OfferingCard = () => {
  const { annotations = {}, links = [] } = useEntity().entity.metadata;
  const plans = annotations[`${PREFIX}/gateway-plans`];
  const subscribe = links.find(({ title = '' }) => SUBSCRIBE.test(title));
  return (
    <InfoCard title="Offered as a service">
      <Grid container>
        <AboutField label="Gateway" gridSizes={{ xs: 12 }}>
          {listOf(annotations[URL_ANNOTATION]).map(url => (
            <div key={url}>
              <Link to={url}>{url}</Link>
            </div>
          ))}
        </AboutField>
        <AboutField
          label="Key"
          value={annotations[`${PREFIX}/gateway-key`] ?? 'not known'}
          gridSizes={{ xs: 12 }}
        />
        <AboutField
          label="Plans"
          value={plans ?? 'none to subscribe to'}
          gridSizes={{ xs: 12 }}
        />
        {plans && subscribe && (
          <AboutField label="Subscribe" gridSizes={{ xs: 12 }}>
            <Link to={subscribe.url}>in the developer portal</Link>
          </AboutField>
        )}
      </Grid>
    </InfoCard>
  );
};
