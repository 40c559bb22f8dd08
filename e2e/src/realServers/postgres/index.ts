export { whyNoPostgres } from './findPostgres';
export { startPostgres } from './startPostgres';
export type {
  PostgresAccess,
  PostgresOptions,
  RealPostgres,
} from './startPostgres';
export { describePostgres } from './describePostgres';
