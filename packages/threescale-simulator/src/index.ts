/**
 * 3scale on a laptop: for demos and fast tests. It shares no code with what it
 * is there to test.
 *
 * @packageDocumentation
 */
export * from './operator';
export * from './state';
