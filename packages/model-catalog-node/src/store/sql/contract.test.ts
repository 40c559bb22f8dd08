import { describeStore } from '../__testUtils__/describeStore';
import { sqliteHarness } from './__testUtils__/sqlite';

jest.setTimeout(30_000);

describeStore('The SQL store on SQLite', sqliteHarness);
