import { DASHBOARD_URL } from '@model-catalog/common';
import { draft } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';

const PAGE = 'https://rh-ai.apps.example.com/ai-hub/deployments/demo';

function entitiesWith(url: string) {
  const annotations = { [DASHBOARD_URL]: url };
  const model = modelRecord('granite');
  const server = serverRecord('s', ['granite']);
  const { entities, issues } = draft(
    { ...model, model: { ...model.model, annotations } },
    { ...server, server: { ...server.server, annotations } },
  );
  return { entities, issues };
}

describe('the page in the dashboard of OpenShift AI', () => {
  it('is where the icons of the model and of its server lead, and a link', () => {
    const { entities, issues } = entitiesWith(PAGE);
    const [model, component, api] = entities;

    expect(issues).toEqual([]);
    for (const entity of [model, component]) {
      expect(entity?.metadata.annotations).toMatchObject({
        [DASHBOARD_URL]: PAGE,
        'backstage.io/view-url': PAGE,
        'backstage.io/edit-url': PAGE,
      });
      expect(entity?.metadata.links).toContainEqual({
        title: 'OpenShift AI dashboard',
        url: PAGE,
        icon: 'dashboard',
      });
    }
    expect(api?.metadata.annotations).not.toHaveProperty(DASHBOARD_URL);
  });

  it.each([
    // eslint-disable-next-line no-script-url
    'javascript:alert(1)',
    'https://user:secret@dashboard.example.com',
    '/ai-hub',
  ])('%s is none, and noted', url => {
    const { entities, issues } = entitiesWith(url);

    expect(JSON.stringify(entities)).not.toContain(JSON.stringify(url));
    expect(issues).toContainEqual(
      expect.objectContaining({
        field: `metadata.annotations.${DASHBOARD_URL}`,
      }),
    );
  });
});
