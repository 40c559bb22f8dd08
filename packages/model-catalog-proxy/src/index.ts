/**
 * Which requests go through the proxy of the environment, and the tunnel
 * through it: the same for the library and for the plugins.
 *
 * @packageDocumentation
 */
export * from './openTunnel';
export * from './proxyFor';
