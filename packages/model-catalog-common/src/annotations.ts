/** Annotations that software templates of RHDH 1.8 and later read. */
export const MODEL_NAME = 'rhdh.modelcatalog.io/model-name';
export const EXTERNAL_ROUTE_URL = 'rhdh.modelcatalog.io/external-route-url';
export const INTERNAL_SERVICE_URL = 'rhdh.modelcatalog.io/internal-service-url';

/** Annotations of our own. */
export const SOURCE_KEY = 'rhdh.modelcatalog.io/source-key';
export const SOURCE = 'rhdh.modelcatalog.io/source';
export const PREVIOUS_NAME = 'rhdh.modelcatalog.io/previous-name';
export const SERVER_STATE = 'rhdh.modelcatalog.io/server-state';
export const DEFINITION_ORIGIN = 'rhdh.modelcatalog.io/definition-origin';
export const ARTIFACTS = 'rhdh.modelcatalog.io/artifact-uris';
export const ORIGINAL_OWNER = 'rhdh.modelcatalog.io/original-owner';
export const LICENSE = 'rhdh.modelcatalog.io/license';
/** Who made a model. */
export const PROVIDER = 'rhdh.modelcatalog.io/provider';
/** Languages that a model was made for; comma list. */
export const LANGUAGES = 'rhdh.modelcatalog.io/languages';

/** Why a model server is not ready, in its own words. */
export const SERVER_STATE_REASON = 'rhdh.modelcatalog.io/server-state-reason';
/** Name of the ServingRuntime of a model server. */
export const SERVING_RUNTIME = 'rhdh.modelcatalog.io/serving-runtime';
export const MODEL_FORMAT = 'rhdh.modelcatalog.io/model-format';
/** `standard`, `knative` or `modelmesh`. */
export const DEPLOYMENT_MODE = 'rhdh.modelcatalog.io/deployment-mode';
/** Names of LoRA adapters, which requests may use as the model; comma list. */
export const LORA_ADAPTERS = 'rhdh.modelcatalog.io/lora-adapters';
/** What one replica asks for, as `cpu=4, nvidia.com/gpu=1`. */
export const RESOURCES = 'rhdh.modelcatalog.io/resources';
/** Where a model lies that has no URI: `<data connection>:<path>`. */
export const STORAGE_PATH = 'rhdh.modelcatalog.io/storage-path';

/** The page of a model or model server in the dashboard of OpenShift AI. */
export const DASHBOARD_URL = 'rhdh.modelcatalog.io/dashboard-url';

/** Where a model is offered as a service: comma list of the gateways' URLs. */
export const GATEWAY_URL = 'rhdh.modelcatalog.io/gateway-url';
/** How a key goes to the gateway, e.g. `Authorization: Bearer <API key>`. */
export const GATEWAY_KEY = 'rhdh.modelcatalog.io/gateway-key';
/** Plans that people may subscribe to; comma list of titles. */
export const GATEWAY_PLANS = 'rhdh.modelcatalog.io/gateway-plans';
/** References of the API entities of the gateways; comma list. */
export const GATEWAY_API = 'rhdh.modelcatalog.io/gateway-api';
/** How far the gateway's API is: see `OfferingState`. */
export const GATEWAY_STATE = 'rhdh.modelcatalog.io/gateway-state';
/** By what a model server and a gateway's API were joined. */
export const GATEWAY_MATCH = 'rhdh.modelcatalog.io/gateway-match';
/** Annotations of 3scale; comma lists where there are several. */
export const THREESCALE_TENANT = '3scale.net/tenant';
export const THREESCALE_PRODUCT_ID = '3scale.net/product-id';
export const THREESCALE_PRODUCT = '3scale.net/product-system-name';
export const THREESCALE_BACKEND = '3scale.net/backend-system-name';

/** Since when (RFC 3339) an entity stands although its source cannot be read. */
export const HELD_SINCE = 'rhdh.modelcatalog.io/held-since';

/** Labels by which conditions of a permission policy can tell entities apart. */
export const CLUSTER_LABEL = 'rhdh.modelcatalog.io/cluster';
export const NAMESPACE_LABEL = 'rhdh.modelcatalog.io/namespace';
export const REGISTRY_LABEL = 'rhdh.modelcatalog.io/registry';

/** Annotations that the screens of Developer Hub 2.1 ask for. */
export const AI_ASSET_CATEGORY = 'rhdh.io/ai-asset-category';
export const AI_ASSET_VERSION = 'rhdh.io/ai-asset-version';
export const AI_ASSET_SOURCE = 'rhdh.io/ai-asset-source';

/** Set by people on a model server or a version: the System that it is part of. */
export const SYSTEM = 'rhdh.io/system';
/** Set to `"true"` by people on an object (annotation or property): it is left out. */
export const IGNORE = 'rhdh.modelcatalog.io/ignore';
/** Set to `"true"` by people on an object: it is taken where only chosen ones are (opt-in). */
export const INCLUDE = 'rhdh.modelcatalog.io/include';
/** Set to `"false"` by people on a model server: nothing is asked of it over the network. */
export const DISCOVERY = 'rhdh.modelcatalog.io/api-discovery';

/** The annotation by which the old plugin learns of a model card. */
export const TECHDOCS = 'TechDocs';
