import type { Express } from 'express';
import type { Config } from '../config/config';
import { type Listening, listen } from '../listen';

export type Servers = {
  location: Listening;
  admin: Listening;
  close(): Promise<void>;
};

/** Starts both servers of a role, or neither. */
export async function startServers(
  config: Config,
  apps: { location: Express; admin: Express },
): Promise<Servers> {
  const admin = await listen(
    apps.admin,
    config.metricsAddress,
    '--metrics-address (METRICS_ADDRESS)',
  );
  try {
    const location = await listen(
      apps.location,
      config.locationAddress,
      '--address (LOCATION_ADDRESS)',
    );
    return {
      location,
      admin,
      close: async () => {
        await Promise.all([location.close(), admin.close()]);
      },
    };
  } catch (error) {
    await admin.close();
    throw error;
  }
}
