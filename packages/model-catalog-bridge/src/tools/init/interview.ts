import {
  type Answers,
  DEFAULTS,
  HUBS,
  type Origin,
  RIGHTS,
  VARIANTS,
} from './answers';

/** Asks a person; gives the text, empty for the proposal. */
export type Ask = (question: string) => Promise<string>;

export type Settled = {
  answers: Answers;
  origins: Record<keyof Answers, Origin>;
};

type Question = {
  key: keyof Answers;
  text: string;
  choices?: readonly string[];
  /** Whether it is of matter after what was answered before. */
  isAsked(answers: Answers): boolean;
};

const always = () => true;

const QUESTIONS: readonly Question[] = [
  {
    key: 'variant',
    text: 'Containers: the three documented ones, one, none (in the backend of Developer Hub), or a separate Deployment',
    choices: VARIANTS,
    isAsked: always,
  },
  {
    key: 'hub',
    text: 'Developer Hub is run by its operator or by its Helm chart',
    choices: HUBS,
    isAsked: ({ variant }) => variant !== 'separate',
  },
  { key: 'namespace', text: 'Namespace to run in', isAsked: always },
  {
    key: 'hubNamespace',
    text: 'Namespace of Developer Hub',
    isAsked: ({ variant }) => variant === 'separate',
  },
  {
    key: 'backstage',
    text: 'Name of the Backstage',
    isAsked: ({ variant, hub }) => variant !== 'separate' && hub === 'operator',
  },
  {
    key: 'registry',
    text: 'Namespace of the model registries',
    isAsked: always,
  },
  {
    key: 'registryRole',
    text: 'Role of the readers of the registry',
    isAsked: always,
  },
  {
    key: 'rights',
    text: 'Rights: the documented ones, or the least that each feature needs',
    choices: RIGHTS,
    isAsked: always,
  },
  {
    key: 'image',
    text: 'Image of the bridge',
    isAsked: ({ variant }) => variant !== 'none',
  },
  {
    key: 'pluginsImage',
    text: 'Image of the plugins',
    isAsked: ({ variant }) => variant !== 'separate',
  },
  {
    key: 'host',
    text: 'Host by which it is reached',
    isAsked: ({ variant }) => variant === 'separate',
  },
];

async function answerTo(
  { text, choices }: Question,
  proposal: string,
  ask: Ask,
): Promise<string> {
  const shown = choices ? `${text} (${choices.join(', ')})` : text;
  for (;;) {
    const answer = (await ask(`${shown} [${proposal}]: `)).trim();
    if (answer === '') {
      return proposal;
    }
    if (!choices || choices.includes(answer)) {
      return answer;
    }
  }
}

const DEPENDENT: Readonly<Record<string, Partial<Answers>>> = {
  separate: { namespace: 'model-catalog' },
  odh: { registry: 'odh-model-registries' },
};

/** What is of matter, once all is answered. */
export const relevantIn = (answers: Answers): (keyof Answers)[] =>
  QUESTIONS.filter(({ isAsked }) => isAsked(answers)).map(({ key }) => key);

/** What is assumed where neither a flag nor the cluster says it. */
function assumed({ variant, names }: Partial<Answers>): Answers {
  return {
    ...DEFAULTS,
    ...DEPENDENT[variant ?? ''],
    ...DEPENDENT[names ?? ''],
  };
}

const isKey = (key: string): key is keyof Answers => key in DEFAULTS;

/**
 * Flags win over the cluster, the cluster over what is assumed. With `ask`
 * everything that no flag says is asked, with the rest as proposal.
 */
export async function settle(
  flags: Partial<Answers>,
  cluster: Partial<Answers>,
  ask?: Ask,
): Promise<Settled> {
  const known = { ...cluster, ...flags };
  let answers: Answers = { ...assumed(known), ...known };
  const asked = new Set<string>();
  for (const question of ask ? QUESTIONS : []) {
    const { key } = question;
    if (ask && !(key in flags) && question.isAsked(answers)) {
      const before = answers[key];
      const answer = await answerTo(question, before, ask);
      if (answer !== before) {
        asked.add(key);
        answers = { ...answers, [key]: answer };
        if (key === 'variant') {
          const chosen = { ...known, variant: answers.variant };
          answers = { ...assumed(chosen), ...chosen };
        }
      }
    }
  }
  const originOf = (key: string): Origin => {
    if (key in flags) {
      return 'flag';
    }
    if (asked.has(key)) {
      return 'answer';
    }
    return key in cluster ? 'cluster' : 'assumed';
  };
  const origins: Record<keyof Answers, Origin> = {
    ...{ variant: 'assumed', hub: 'assumed', namespace: 'assumed' },
    ...{ hubNamespace: 'assumed' },
    ...{ backstage: 'assumed', names: 'assumed', registry: 'assumed' },
    ...{ registryRole: 'assumed', rights: 'assumed', image: 'assumed' },
    ...{ pluginsImage: 'assumed', host: 'assumed' },
  };
  for (const key of Object.keys(answers).filter(isKey)) {
    origins[key] = originOf(key);
  }
  return { answers, origins };
}
