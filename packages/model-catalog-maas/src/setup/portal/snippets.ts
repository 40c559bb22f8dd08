/** Calls by curl and by OpenAI's client; addresses and model names are on the model's page. */
export const SNIPPETS = `
<h1>Call a model</h1>
<p>
  Put the model's address (see <a href="/models">Models</a>) and your key into the environment.
  The name that a request gives as its model is in the answer of <code>/v1/models</code>.
</p>
<pre><code>export MODEL_URL="https://address-of-the-model"
export MODEL_KEY="your key"

curl "$MODEL_URL/v1/models" --header "Authorization: Bearer $MODEL_KEY"</code></pre>
<h2>Chat, by curl</h2>
<pre><code>curl "$MODEL_URL/v1/chat/completions" \\
  --header "Authorization: Bearer $MODEL_KEY" \\
  --header "Content-Type: application/json" \\
  --data '{"model": "name-of-the-model", "messages": [{"role": "user", "content": "Hello"}]}'</code></pre>
<h2>Chat, in Python</h2>
<pre><code>import os
from openai import OpenAI

client = OpenAI(base_url=os.environ["MODEL_URL"] + "/v1", api_key=os.environ["MODEL_KEY"])
answer = client.chat.completions.create(
    model="name-of-the-model",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)</code></pre>
<h2>Embeddings</h2>
<pre><code>curl "$MODEL_URL/v1/embeddings" \\
  --header "Authorization: Bearer $MODEL_KEY" \\
  --header "Content-Type: application/json" \\
  --data '{"model": "name-of-the-model", "input": "a text"}'</code></pre>
`;
