import { HttpError, StoreError, StoreUnreachable } from '@model-catalog/node';
import pino from 'pino';
import { createPatience, PATIENCE_MS } from './patience';

describe('patience with a store', () => {
  let time: number;
  let log: string[];
  const start = () => {
    time = 0;
    log = [];
    const logger = pino(
      { formatters: { level: level => ({ level }) } },
      {
        write: (line: string) => {
          const { level, msg }: { level: string; msg: string } =
            JSON.parse(line);
          log.push(`${level}: ${msg}`);
        },
      },
    );
    return createPatience(logger, () => time);
  };
  const missing = () => new StoreUnreachable('nobody listens');

  it('says once that a neighbour is waited for, and warns of nothing', () => {
    const patience = start();
    for (; time < PATIENCE_MS; time += 5_000) {
      patience.failed(missing());
    }
    patience.succeeded();
    patience.succeeded();
    expect(log).toEqual([
      'info: Waiting for the store',
      'info: The store answers',
    ]);
  });

  it('warns once of a neighbour that does not come', () => {
    const patience = start();
    for (; time < 3 * PATIENCE_MS; time += 5_000) {
      patience.failed(missing());
    }
    expect(log).toEqual([
      'info: Waiting for the store',
      'warn: The store does not answer; trying on',
    ]);
  });

  it('tells each other failure at once, and once', () => {
    const patience = start();
    patience.failed(new StoreError('forbidden'));
    patience.failed(new StoreError('forbidden'));
    patience.failed(new StoreError('quota'));
    expect(log).toEqual([
      'error: The store cannot be used; trying on',
      'error: The store cannot be used; trying on',
    ]);
  });

  it('tells of a missing right once, whatever was asked for', () => {
    const patience = start();
    for (const name of ['state', 'lease']) {
      const cause = new HttpError('answered 403', {
        kind: 'status',
        method: 'GET',
        url: `https://api/${name}`,
        status: 403,
      });
      patience.failed(new StoreError(`Cannot read ${name}`, { cause }));
    }
    expect(log).toEqual(['error: The store cannot be used; trying on']);
  });

  it('is as long as before when trouble comes again', () => {
    const patience = start();
    patience.failed(missing());
    patience.succeeded();
    time = 10 * PATIENCE_MS;
    patience.failed(missing());
    expect(log.filter(line => line.startsWith('warn'))).toEqual([]);
  });
});
