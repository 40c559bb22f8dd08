import { type Middleware } from '../http';
import { type PatternOf, RequestCounter } from './counters';
import { FaultSwitch } from './fault';
import { type ErrorBody, faultMiddleware } from './middleware';

/** Faults and counters of one simulated service. */
export interface InstrumentedService {
  readonly faults: FaultSwitch;
  readonly counter: RequestCounter;
  /** To be put in front of the service: counts first, then breaks. */
  readonly middleware: readonly Middleware[];
}

/** The switch, the counter and the middleware of a service. */
export function instrument(
  patternOf?: PatternOf,
  errorBody?: ErrorBody,
): InstrumentedService {
  const faults = new FaultSwitch();
  const counter = new RequestCounter(patternOf);
  return {
    faults,
    counter,
    middleware: [counter.middleware, faultMiddleware(faults, errorBody)],
  };
}
