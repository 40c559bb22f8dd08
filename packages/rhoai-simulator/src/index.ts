export { startSimulator, type Simulator } from './simulator';
export {
  DEFAULT_PORTS,
  FREE_PORTS,
  type SimulatorLogger,
  type SimulatorOptions,
  type SimulatorPorts,
} from './options';
export { FAULT_MODES, type Fault, type FaultSwitch } from './faults/fault';
export type { Count, RequestCounter, ServiceCounts } from './faults/counters';
export type { InstrumentedService } from './faults/service';
export { PortError } from './http';
export type { ApiServer } from './kubernetes/apiServer';
export type { AccessRule, TokenTable, TokenUser } from './kubernetes/access';
export type { CustomKind } from './kubernetes/definitions';
