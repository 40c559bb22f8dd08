import { plain } from '../objects';
import { aView } from './__testUtils__/view';
import { toObjects } from './toObjects';

const spec = { metadataType: 'MetadataStringValue', string_value: 'x' };
const { objects } = toObjects(
  'dev',
  aView({
    models: [{ id: '1', name: 'granite', owner: 'a', tasks: ['chat'] }],
    versions: [
      {
        id: '2',
        name: '1.0',
        registeredModelId: '1',
        createTimeSinceEpoch: '1700000000000',
        customProperties: { 'API Spec': spec, Owner: spec },
      },
    ],
    artifacts: { 2: [{ id: '5', uri: 's3://a', modelFormatName: 'onnx' }] },
    services: [{ id: '7', name: 'granite/uid', registeredModelId: '1' }],
  }),
  'model-registry/dev',
);

const read = (object: object, field: string): unknown =>
  Reflect.get(object, field);

it.each(objects.map(object => [object.type, object] as const))(
  'a %s as plain data has every field that it has, and no other',
  (_type, object) => {
    const copy = plain(object);
    const getters = Object.entries(
      Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object)),
    ).flatMap(([name, { get }]) => (get ? [name] : []));
    const fields = [...Object.keys(object), ...getters].sort();
    expect(getters.length).toBeGreaterThan(4);
    expect(Object.keys(copy).sort()).toEqual(fields);
    for (const field of fields) {
      expect(read(copy, field)).toEqual(read(object, field));
    }
    expect(JSON.parse(JSON.stringify(object))).toEqual(
      JSON.parse(JSON.stringify(copy)),
    );
    expect(plain(copy)).toBe(copy);
  },
);
