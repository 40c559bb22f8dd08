/** The name that the simulator's generated world gives to a server. */
export const serverName = (index: number) =>
  `server-${String(index).padStart(4, '0')}`;
