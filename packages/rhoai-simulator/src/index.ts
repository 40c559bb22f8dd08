export { startSimulator } from './simulator';
export type { ServiceName, Simulator } from './types';
export {
  DEFAULT_PORTS,
  FREE_PORTS,
  type SimulatorLogger,
  type SimulatorOptions,
  type SimulatorPorts,
} from './options';
export { type ProxyFlavour, type Release, RELEASES } from './release';
export type {
  CatalogEndpoint,
  CatalogOptions,
  RegistryEndpoint,
  RegistryOptions,
} from './endpoints/options';
export { FAULT_MODES, type Fault, type FaultSwitch } from './faults/fault';
export { type FaultProxy, startFaultProxy } from './faults/faultProxy';
export type { Count, RequestCounter, ServiceCounts } from './faults/counters';
export type { InstrumentedService } from './faults/service';
export { type CommandAnswer, sendCommand } from './control/client';
export { CommandError } from './control/errors';
export { freePort } from './freePort';
export { PortError } from './http';
export type { ApiServer } from './kubernetes/apiServer';
export type { AccessRule, TokenTable, TokenUser } from './kubernetes/access';
export type { CustomKind, LlmVersion } from './kubernetes/definitions';
export { runCli } from './cli/index';
export type { ModelServerPool } from './modelServers/ModelServerPool';
export type { AlphaApi, RegistryState } from './registry';
export type { CatalogContent, CatalogState } from './catalog';
export type { Announcement } from './world/publish';
export {
  toWorldServer,
  type World,
  type WorldModel,
  type WorldModelInput,
  type WorldServer,
  type WorldServerInput,
  type WorldVersion,
} from './world/schema';
export { generateWorld, type GeneratedWorld } from './world/generateWorld';
