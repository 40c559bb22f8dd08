const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** Whether a credential may travel to `url`: encrypted, or inside of this machine. */
export function mayCarryToken(url: string): boolean {
  if (!URL.canParse(url)) {
    return false;
  }
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
  );
}
