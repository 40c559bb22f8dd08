/** Every product with its address, and where to subscribe. */
export const MODELS = `
<h1>Models</h1>
<p>
  Each model has an address and takes a key of yours.
  <a href="/models/keys">How to get a key</a> and
  <a href="/models/snippets">how to call a model</a>.
</p>
<table class="table table-striped">
  <thead><tr><th>Model</th><th>Address</th><th>Access</th></tr></thead>
  <tbody>
    {% for service in provider.services %}
    <tr>
      <td>
        <strong>{{ service.name | escape }}</strong><br />
        <small>{{ service.description | escape }}</small>
      </td>
      <td>
        {% for spec in provider.api_specs %}
          {% if spec.service.system_name == service.system_name %}
          <code>{{ spec.api_product_production_public_base_url | escape }}</code>
          {% endif %}
        {% endfor %}
      </td>
      <td>
        {% if current_user %}
          {% if service.subscription %}
          <a href="{{ urls.new_application }}?service_id={{ service.id }}">Get a key</a>
          {% else %}
          <a href="{{ service.subscribe_url }}">Subscribe</a>
          {% endif %}
        {% else %}
        <a href="{{ urls.login }}">Log in</a>
        {% endif %}
      </td>
    </tr>
    {% endfor %}
  </tbody>
</table>
`;
