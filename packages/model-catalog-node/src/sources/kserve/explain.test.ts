import { HttpError } from '../../http';
import { explain } from './explain';
import { SERVING_KINDS } from './kinds';

const refused = (text: string) =>
  new HttpError(text, {
    kind: 'status',
    method: 'GET',
    url: 'https://api/x',
    status: 403,
  });

it.each([
  'answered 403 Forbidden',
  'answered 403 Forbidden. For the service account, add to a ClusterRole: apiGroups ["serving.kserve.io"]',
])('names the rule that is missing, once: %s', text => {
  for (const kind of Object.values(SERVING_KINDS)) {
    const told = explain(refused(text), kind, 'https://api');
    expect(told.match(/apiGroups \["serving/g)).toHaveLength(1);
  }
});
