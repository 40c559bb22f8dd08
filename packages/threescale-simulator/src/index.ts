/**
 * 3scale on a laptop: for demos and fast tests. It shares no code with what it
 * is there to test.
 *
 * @packageDocumentation
 */
export * from './adminApi';
export * from './gateway';
export * from './operator';
export * from './portal';
export * from './simulator';
export * from './state';
