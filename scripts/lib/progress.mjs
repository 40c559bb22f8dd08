const began = Date.now();

/** Seconds since the script began. */
export const elapsed = () => (Date.now() - began) / 1000;

/** One line of progress with the time since the start; standard output stays free for results. */
export function say(text) {
  process.stderr.write(`[${elapsed().toFixed(0).padStart(4)} s] ${text}\n`);
}

/**
 * Says that something long has begun and, now and then, that it still runs.
 * The line says what is awaited, so that a hang explains itself.
 */
export async function during(text, work, everySeconds = 30) {
  say(text);
  const from = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - from) / 1000);
    say(`  still at it after ${seconds} s: ${text}`);
  }, everySeconds * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
