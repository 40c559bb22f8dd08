'use strict';

// Loaded before a host when its memory is measured (node --expose-gc --require):
// SIGUSR2 collects what is garbage and tells what is left. The program itself
// knows nothing of it.
process.on('SIGUSR2', () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  // What was freed is given back to the system a moment later.
  setTimeout(() => {
    globalThis.gc();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    process.stdout.write(
      `${JSON.stringify({
        collected: { rss, heapUsed, heapTotal, external },
      })}\n`,
    );
  }, 2000);
});
