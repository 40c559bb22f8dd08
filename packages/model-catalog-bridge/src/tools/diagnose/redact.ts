/** Takes secrets out of texts. */
export type Redactor = {
  /** From now on this very text is taken out, wherever it stands. */
  learn(secret: string | undefined): void;
  clean(text: string): string;
};

const GONE = '[removed]';

/** Variables whose values are secrets, by their names. */
export const SECRET_NAME =
  /token|password|passwd|secret|credential|api_?key|private_?key|authorization/i;

/** Shapes of secrets that nobody has told us of. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    GONE,
  ],
  [/\beyJ[\w-]{5,}\.[\w-]+\.?[\w-]*/g, GONE],
  [/\bsha256~[\w-]+/g, GONE],
  [/\b(bearer|basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${GONE}`],
  [/(\/\/)[^/@\s"']+@/g, `$1${GONE}@`],
  [
    /\b([\w-]*(?:token|password|passwd|secret|api[_-]?key|signature)[\w-]*)(["']?\s*[=:]\s*["']?)(?!\[removed\])[^\s"',;&)]{4,}/gi,
    `$1$2${GONE}`,
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, GONE],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, GONE],
];

/** Shorter texts are words that stand anywhere. */
const SHORTEST = 4;

/** What a URL holds of a login, as it is written and as it is meant. */
function loginOf(value: string): string[] {
  if (!URL.canParse(value)) {
    return [];
  }
  const { password } = new URL(value);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

/** Knows the secrets of the environment, and the shapes of others. */
export function createRedactor(
  environment: Readonly<Record<string, string | undefined>>,
): Redactor {
  const secrets = new Set<string>();
  const learn = (secret: string | undefined) => {
    const text = secret?.trim() ?? '';
    if (text.length < SHORTEST) {
      return;
    }
    secrets.add(text);
    secrets.add(Buffer.from(text).toString('base64'));
    secrets.add(encodeURIComponent(text));
    // As it stands within a text of JSON.
    secrets.add(JSON.stringify(text).slice(1, -1));
  };
  for (const [name, value = ''] of Object.entries(environment)) {
    const isFile = /_FILE$/i.test(name);
    if (SECRET_NAME.test(name) && !isFile) {
      learn(value);
    }
    loginOf(value).forEach(learn);
  }
  return {
    learn,
    clean: text => {
      // The longest first: one may be a part of another.
      const known = [...secrets].sort((a, b) => b.length - a.length);
      let clean = text;
      for (const secret of known) {
        clean = clean.replaceAll(secret, GONE);
      }
      for (const [shape, instead] of SHAPES) {
        clean = clean.replace(shape, instead);
      }
      return clean;
    },
  };
}
