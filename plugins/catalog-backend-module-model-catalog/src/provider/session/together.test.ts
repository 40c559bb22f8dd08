import { modelRecord, serverRecord } from '../../__testUtils__/records';
import { together } from './together';
import { allRefsOf } from './ShapeKeeper';
import { View } from './View';

describe('the order of records', () => {
  it.each([
    [10, ['of-a', 'of-a-and-b', 'a', 'b', 'c']],
    [3, ['of-a', 'of-a-and-b', 'a', 'b', 'c']],
    [2, ['of-a', 'a', 'of-a-and-b', 'b', 'c']],
  ])(
    'in groups of %s keeps together what relates to each other, servers first',
    (size, names) => {
      const view = new View(allRefsOf);
      const models = ['a', 'b', 'c'].map(name => modelRecord(name));
      const [a, b] = models;
      const servers = [
        { ...serverRecord('of-a'), models: [a?.key ?? '', 'not there'] },
        { ...serverRecord('of-a-and-b'), models: [a?.key ?? '', b?.key ?? ''] },
      ];
      for (const record of [...models, ...servers]) {
        view.put(record);
      }
      const order = together(view, size).map(key => view.get(key)?.name);
      expect(order).toEqual(names);
    },
  );
});
