import { z } from 'zod/v4';
import { faultSchema } from '../faults/fault';
import { command } from './command';
import { allServices, findService } from './context';

const breakInput = z.object({ service: z.string().min(1), fault: faultSchema });

/** Breaks a service until it is healed, or for `times` requests. */
export const breakService = command(breakInput, (context, input) => {
  findService(context, input.service).faults.set(input.fault);
  return {
    message: `${input.service} is broken: ${input.fault.mode}. Heal it with "heal ${input.service}".`,
  };
});

const healInput = z.object({ service: z.string().optional() });

/** Heals one service, or all. */
export const heal = command(healInput, (context, { service }) => {
  const services = service
    ? [findService(context, service)]
    : allServices(context).map(([, instrumented]) => instrumented);
  for (const { faults } of services) {
    faults.heal();
  }
  return { message: `Healed ${service ?? 'everything'}.` };
});

const requestsInput = z.object({ reset: z.boolean().optional() });

/** Requests and body bytes of each service since the start or the last reset. */
export const requests = command(requestsInput, (context, { reset }) => {
  const services = allServices(context);
  const counts = Object.fromEntries(
    services.map(([name, { counter }]) => [name, counter.counts]),
  );
  if (reset) {
    for (const [, { counter }] of services) {
      counter.reset();
    }
  }
  const lines = Object.entries(counts).map(
    ([name, count]) =>
      `${name}: ${count.requests} requests, ${count.bytesIn} bytes in, ${count.bytesOut} bytes out`,
  );
  return { message: lines.join('\n'), services: counts };
});

const dropInput = z.object({ how: z.enum(['end', 'destroy']).optional() });

/** Breaks all open watches of the Kubernetes API. */
export const dropWatches = command(dropInput, (context, { how }) => {
  const count = context.kubernetes.watchCount();
  context.kubernetes.dropWatches(how);
  return { message: `Dropped ${count} watches.`, count };
});

/** Compacts the Kubernetes API's history: a later watch from an older resourceVersion gets 410. */
export const compact = command(z.object({}), context => {
  context.kubernetes.compact();
  return { message: 'The history of the Kubernetes API is compacted.' };
});
