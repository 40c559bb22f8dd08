'use strict';

// Loaded before a host when its memory is measured (node --expose-gc --require):
// SIGUSR2 collects what is garbage and tells what is left. The program itself
// knows nothing of it.

// Plain collections leave freed pages in V8's pool, 150 to 300 MB of them in a
// hub that has just been busy; this one gives them back to the system.
const collect = () =>
  globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });

process.on('SIGUSR2', () => {
  for (let round = 0; round < 3; round += 1) collect();
  // What was freed is given back to the system a moment later.
  setTimeout(() => {
    collect();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    process.stdout.write(
      `${JSON.stringify({
        collected: { rss, heapUsed, heapTotal, external },
      })}\n`,
    );
  }, 2000);
});
