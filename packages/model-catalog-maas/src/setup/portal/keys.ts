/** From the login to the key, in the words of a portal. */
export const KEYS = `
<h1>How to get a key</h1>
<ol>
  <li>Log in with your company's account. Your account here is made by it.</li>
  <li>Open <a href="/models">Models</a> and take <em>Get a key</em> of the model that you need.</li>
  <li>Choose a plan, and name your application after what will call the model.</li>
  <li>Your key is shown on the page of the application. Keep it like a password.</li>
</ol>
<h2>Good to know</h2>
<ul>
  <li>A key is for one model. Each model that you use needs an application of its own.</li>
  <li>The key travels in the header <code>Authorization: Bearer &lt;key&gt;</code>.</li>
  <li>If a key is lost or seen by others, open its application and make a new one: the old one ends.</li>
  <li>When a limit of the plan is reached, the gateway answers 429 until the period ends.</li>
</ul>
{% if current_user %}
<h2>Your applications</h2>
<ul>
  {% for application in current_account.applications %}
  <li><a href="{{ application.path }}">{{ application.name | escape }}</a>: {{ application.service.name | escape }}</li>
  {% endfor %}
</ul>
{% endif %}
`;
