import { request } from 'undici';
import type { RunningServer } from '../http';
import { startModelServer } from './modelServer';

describe('a chat with a model server', () => {
  let server: RunningServer;

  beforeEach(async () => {
    server = await startModelServer({
      served: { profile: 'vllm', modelId: 'granite-8b' },
      port: 0,
      middleware: [],
    });
  });
  afterEach(() => server.stop());

  const ask = async (body: object) => {
    const answer = await request(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'granite-8b', messages: [], ...body }),
    });
    const type = String(answer.headers['content-type']);
    return { type, text: await answer.body.text() };
  };

  const eventsIn = (text: string) =>
    text
      .split('\n\n')
      .filter(line => line.startsWith('data: {'))
      .map(line => JSON.parse(line.slice('data: '.length)));

  it('is one answer unless it is asked for as a stream', async () => {
    const { type, text } = await ask({ stream: false });
    expect(type).toContain('application/json');
    expect(JSON.parse(text).choices[0].message.content).toContain('granite-8b');
  });

  it('comes in events that make up the same answer', async () => {
    const { type, text } = await ask({ stream: true });
    expect(type).toContain('text/event-stream');
    const events = eventsIn(text);
    expect(
      events.map(event => event.choices[0].delta.content ?? '').join(''),
    ).toBe('This is a canned answer of granite-8b.');
    expect(events.at(-1).choices[0].finish_reason).toBe('stop');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('says at the end how many tokens there were, where that is asked for', async () => {
    const options = { stream_options: { include_usage: true } };
    const { text } = await ask({ stream: true, ...options });
    expect(eventsIn(text).at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: 17 },
    });
  });
});
