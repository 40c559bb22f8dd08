import { aServer, aVersion } from '../../__testUtils__/builders';
import { dashboardAt, dashboardOfStored, pageOf } from './dashboard';

const GATEWAY = 'https://rh-ai.apps.example.com';
const ROUTE =
  'https://rhods-dashboard-redhat-ods-applications.apps.example.com';

const version = aVersion({
  registry: 'team a',
  modelId: '7',
  versionId: '12',
});
const server = aServer({ namespace: 'demo' });

describe('the page of an object in the dashboard', () => {
  it.each([
    [
      '3.x, behind the gateway',
      GATEWAY,
      '/ai-hub/registry/team%20a/registered-models/7/versions/12',
      '/ai-hub/deployments/demo',
    ],
    [
      '2.x, behind its own Route',
      ROUTE,
      '/modelRegistry/team%20a/registeredModels/7/versions/12',
      '/modelServing/demo',
    ],
    [
      'Open Data Hub 2.x',
      'https://odh-dashboard-opendatahub.apps.example.com',
      '/modelRegistry/team%20a/registeredModels/7/versions/12',
      '/modelServing/demo',
    ],
  ])('%s', (_, url, ofVersion, ofServer) => {
    const dashboard = dashboardAt(url);

    expect(pageOf(dashboard, version)).toBe(`${url}${ofVersion}`);
    expect(pageOf(dashboard, server)).toBe(`${url}${ofServer}`);
  });

  it('is below a path, where the dashboard is', () => {
    expect(pageOf(dashboardAt(`${GATEWAY}/rhoai/`), server)).toBe(
      `${GATEWAY}/rhoai/ai-hub/deployments/demo`,
    );
  });

  it.each([GATEWAY, ROUTE])('says where the dashboard %s is', url => {
    const page = pageOf(dashboardAt(url), server);

    expect(dashboardOfStored([undefined, 'nonsense', page])).toEqual(
      dashboardAt(url),
    );
  });

  it('says nothing where none is stored', () => {
    expect(dashboardOfStored([undefined, 'nonsense'])).toBeUndefined();
  });
});
