export * from './kinds';
export * from './read';
export * from './standing';
