/**
 * Resolves when the user or the system asks to stop; a second Ctrl-C changes
 * nothing. npm runs this through a shell that passes no signal on, so the end
 * of that shell counts, too.
 */
export function stopRequested() {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => resolve(signal));
    }
    if (!process.env.npm_lifecycle_event) return;
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) resolve('orphaned');
    }, 500).unref();
  });
}
