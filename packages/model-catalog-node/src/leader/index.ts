export * from './Election';
export * from './holder';
export { DEFAULT_TIMING, type ElectionTiming } from './policy';
