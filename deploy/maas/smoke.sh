#!/bin/sh
# Looks at a model that is offered through 3scale, from outside, as users do.
set -eu

usage() {
  cat <<'EOF'
smoke.sh --gateway URL --model NAME [options]

Looks from outside at one model that is offered through 3scale: the portal, the
product, the gateway with and without a key, wrong paths, browsers, streaming.
Reads only; each call with the key counts for its plan. Needs curl, and oc for
--product.

  --gateway URL      public address of the product, without a path
  --model NAME       what requests name as their model
  --api KIND         openai (default), embeddings (POST /v1/embeddings) or tei
                     (POST /embed)
  --key-file FILE    file with the API key; else it is taken from MAAS_API_KEY.
                     It is on no command line and is never printed
  --portal URL       the developer portal
  --product NAME     name of the Product object; asks the cluster with oc
  --namespace NAME   where that is (default: 3scale)
  --echo-path PATH   a path of the model server that answers what it was sent;
                     proves that the key stays at the gateway
  --origin URL       as which a browser would ask (default:
                     https://hub.example.com)
  --no-stream        leaves streaming out
  --no-browser       leaves browsers out, for a product that lets none call
  --cacert FILE      certificate authority of the routes, when it is your own
  --timeout SECONDS  of each call (default: 120; models may have to wake up)
  --help             this text

Prints a line for each check: ok, FAIL or skip. Ends with 0 when none failed,
1 when one did, 2 when it was not called rightly.
EOF
}

wrong_use() {
  printf 'smoke.sh: %s; see --help\n' "$1" >&2
  exit 2
}

gateway='' model='' api=openai key_file='' portal='' product='' namespace=3scale
echo_path='' origin=https://hub.example.com stream=yes browser=yes cacert='' timeout=120

while [ $# -gt 0 ]; do
  case $1 in
    --help) usage; exit 0 ;;
    --no-stream) stream=no; shift; continue ;;
    --no-browser) browser=no; shift; continue ;;
    --gateway | --model | --api | --key-file | --portal | --product | \
      --namespace | --echo-path | --origin | --cacert | --timeout) ;;
    *) wrong_use "unknown option $1" ;;
  esac
  [ $# -ge 2 ] || wrong_use "$1 needs a value"
  case $1 in
    --gateway) gateway=${2%/} ;;
    --model) model=$2 ;;
    --api) api=$2 ;;
    --key-file) key_file=$2 ;;
    --portal) portal=$2 ;;
    --product) product=$2 ;;
    --namespace) namespace=$2 ;;
    --echo-path) echo_path=$2 ;;
    --origin) origin=$2 ;;
    --cacert) cacert=$2 ;;
    --timeout) timeout=$2 ;;
  esac
  shift 2
done

[ -n "$gateway" ] || wrong_use '--gateway is missing'
[ -n "$model" ] || wrong_use '--model is missing'
case $model in *[!A-Za-z0-9._:/-]*) wrong_use '--model has characters that no model name has' ;; esac
case $timeout in '' | *[!0-9]*) wrong_use '--timeout is no number of seconds' ;; esac
command -v curl >/dev/null || wrong_use 'curl is not here'

if [ -n "$key_file" ]; then
  [ -r "$key_file" ] || wrong_use "$key_file cannot be read"
  key=$(cat "$key_file")
else
  key=${MAAS_API_KEY:-}
fi
[ -n "$key" ] || wrong_use 'no key: --key-file or MAAS_API_KEY'
# It goes into curl's configuration in quotes.
case $key in *[!A-Za-z0-9._~+/=-]*) wrong_use 'the key has characters that no key has' ;; esac

case $api in
  openai)
    path=/v1/chat/completions
    body="{\"model\":\"$model\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}"
    streamed="{\"model\":\"$model\",\"stream\":true,\"max_tokens\":32,\"messages\":[{\"role\":\"user\",\"content\":\"Count to ten.\"}]}"
    ;;
  embeddings)
    path=/v1/embeddings stream=no
    body="{\"model\":\"$model\",\"input\":\"hello\"}"
    ;;
  tei)
    path=/embed stream=no
    body='{"inputs":"hello"}'
    ;;
  *) wrong_use "--api $api: openai, embeddings or tei" ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
failed=0

ok() { printf 'ok    %s\n' "$1"; }
skip() { printf 'skip  %s: %s\n' "$1" "$2"; }
fail() {
  printf 'FAIL  %s: %s\n' "$1" "$2"
  failed=$((failed + 1))
}

# call KEY|'' curl arguments... ; sets status (000: no answer) and fills
# $work/{headers,body,error,times}.
call() {
  call_key=$1
  shift
  : >"$work/headers"
  : >"$work/body"
  [ -z "$cacert" ] || set -- --cacert "$cacert" "$@"
  set -- --silent --show-error --max-time "$timeout" --dump-header "$work/headers" \
    --output "$work/body" --write-out '%{http_code} %{time_starttransfer} %{time_total}' "$@"
  if [ -n "$call_key" ]; then
    printf 'header = "Authorization: Bearer %s"\n' "$call_key" |
      curl --config - "$@" >"$work/times" 2>"$work/error" || true
  else
    curl "$@" >"$work/times" 2>"$work/error" || true
  fi
  status=$(cut -d ' ' -f 1 "$work/times")
  status=${status:-000}
}

# What was seen, for people: the status, and why there was none.
seen() {
  if [ "$status" = 000 ]; then head -n 1 "$work/error"; else printf 'HTTP %s' "$status"; fi
}

header() {
  grep -i "^$1:" "$work/headers" | tail -n 1 | cut -d : -f 2- | tr -d ' \r'
}

# expect WHAT STATUSES... compares what the last call saw.
expect() {
  what=$1
  shift
  for wanted; do
    if [ "$status" = "$wanted" ]; then ok "$what ($status)"; return 0; fi
  done
  fail "$what" "expected $(printf '%s' "$*" | sed 's/ / or /g'), got $(seen)"
  return 1
}

post() {
  post_key=$1 post_path=$2 post_body=$3
  shift 3
  call "$post_key" --request POST --header 'Content-Type: application/json' \
    --data "$post_body" "$@" "$gateway$post_path"
}

# --- the portal and the cluster

if [ -z "$portal" ]; then
  skip 'the portal answers' 'no --portal'
else
  call '' "$portal"
  expect 'the portal answers' 200 302 303 || true
fi

if [ -z "$product" ]; then
  skip 'the Product is synced' 'no --product'
elif ! command -v oc >/dev/null; then
  skip 'the Product is synced' 'oc is not here'
else
  path_of='{.status.conditions[?(@.type=="Synced")].status}'
  synced=$(oc get products.capabilities.3scale.net "$product" --namespace "$namespace" \
    --output "jsonpath=$path_of" 2>"$work/error") || synced="oc: $(head -n 1 "$work/error")"
  if [ "$synced" = True ]; then
    ok 'the Product is synced'
  else
    fail 'the Product is synced' "condition Synced is ${synced:-not there}; see oc describe products.capabilities.3scale.net $product"
  fi
fi

# --- keys

post "$key" "$path" "$body"
expect "POST $path with the key" 200 || true
post '' "$path" "$body"
expect "POST $path without a key" 401 403 || true
post "not-$key" "$path" "$body"
expect "POST $path with another key" 401 403 || true

# --- paths

call "$key" "$gateway/maas-smoke/no-such-path"
expect 'a path of no API' 404 || true
post "$key" "$path/more" "$body"
expect "a path that only begins with $path" 404 || true
call "$key" "$gateway/metrics"
expect "the model server's metrics are not offered" 404 || true

# --- browsers

if [ "$browser" = no ]; then
  skip 'a browser may ask before it calls' 'not asked for'
else
  call '' --request OPTIONS --header "Origin: $origin" \
    --header 'Access-Control-Request-Method: POST' \
    --header 'Access-Control-Request-Headers: authorization,content-type' "$gateway$path"
  if expect 'a browser may ask before it calls' 200 204; then
    allowed=$(header access-control-allow-origin)
    case $allowed in
      '*' | "$origin") ok "browsers at $origin may call" ;;
      *) fail "browsers at $origin may call" "Access-Control-Allow-Origin is ${allowed:-not there}" ;;
    esac
  fi
fi

# --- streaming

if [ "$stream" = no ]; then
  skip 'the answer comes in parts' 'not asked for, or this API has none'
else
  post "$key" "$path" "$streamed" --no-buffer
  if expect 'a streamed call' 200; then
    type=$(header content-type)
    parts=$(grep -c '^data:' "$work/body" || true)
    case $type in
      text/event-stream*)
        if [ "$parts" -ge 2 ] && grep -q '^data: *\[DONE\]' "$work/body"; then
          ok "the answer comes in parts ($parts; first byte and end after $(cut -d ' ' -f 2,3 "$work/times") s)"
        else
          fail 'the answer comes in parts' "$parts parts, or no end"
        fi
        ;;
      *) fail 'the answer comes in parts' "Content-Type is ${type:-not there}" ;;
    esac
  fi
fi

# --- what the model server gets to see

if [ -z "$echo_path" ]; then
  skip 'the key stays at the gateway' 'no --echo-path'
else
  call "$key" "$gateway$echo_path"
  if expect "GET $echo_path" 200; then
    if grep -qF -- "$key" "$work/body"; then
      fail 'the key stays at the gateway' 'the model server was sent it'
    else
      ok 'the key stays at the gateway'
    fi
  fi
fi

[ "$failed" = 0 ] || {
  printf '%s failed\n' "$failed"
  exit 1
}
echo 'all is well'
