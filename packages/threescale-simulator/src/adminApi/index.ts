export { type AdminApiOptions, createAdminApi } from './createAdminApi';
export { type Fault, Faults } from './faults';
export {
  SIMULATOR_TOKEN,
  startThreescale,
  type Threescale,
  type ThreescaleOptions,
} from './startThreescale';
