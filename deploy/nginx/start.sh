#!/bin/sh
# Writes the configuration of the proxy from the variables of the site and starts nginx, in a
# container and on a server (docs/deploying.md). What is given goes to nginx: -t only checks.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
: "${SITE_URL:?must be the https address of the site}"
: "${UPLOAD_MAX_MB:=20}"
: "${DOCUMENTS_BY_PROXY:=/protected-documents/}" # the register names documents so
: "${DOCUMENTS:=/srv/register/var/documents}"    # where they are
: "${SOCKET:=/run/register/web.sock}"            # where gunicorn listens
: "${TLS:=/etc/register/tls}"                    # holds fullchain.pem and privkey.pem
: "${ACME:=/var/lib/register/acme}"              # holds .well-known/acme-challenge/
: "${RUN:=/var/lib/register-proxy}"               # its own folder
: "${HTTP_PORT:=80}"
: "${HTTPS_PORT:=443}"
# FRONT_PROXIES: addresses of proxies before this one, whose word on who asks is taken. None.

say() { echo "$*" >&2; }
only() { # VARIABLE VALUE PATTERN: nothing else may get into the configuration
    if [ "$(printf %s "$2" | tr -d '\n')" != "$2" ] || ! echo "$2" | grep -Eqx "$3"; then
        say "$1 cannot be '$2'."
        exit 2
    fi
}
only SITE_URL "$SITE_URL" 'https://([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]+)?/?'
only UPLOAD_MAX_MB "$UPLOAD_MAX_MB" '[1-9][0-9]{0,4}'
only DOCUMENTS_BY_PROXY "$DOCUMENTS_BY_PROXY" '/[a-z0-9/-]+/'
for folder in "$here" "$DOCUMENTS" "$SOCKET" "$TLS" "$ACME" "$RUN"; do
    only "A folder" "$folder" '/[A-Za-z0-9._/-]+'
done
only HTTP_PORT "$HTTP_PORT" '[0-9]+'
only HTTPS_PORT "$HTTPS_PORT" '[0-9]+'

umask 077
mkdir -p "$RUN/conf"
if [ -r "$TLS/fullchain.pem" ] && [ -r "$TLS/privkey.pem" ]; then
    certificate=$TLS
else
    # Until there is a certificate that browsers know, they warn; but the site is there.
    certificate=$RUN/self-signed
    host=$(echo "$SITE_URL" | sed -E 's|https://([^/]*)/?|\1|; s|:[0-9]+$||; s|[][]||g')
    case $host in
        *:* | *[0-9].[0-9]*.[0-9]*.[0-9]*) name=IP:$host ;;
        *) name=DNS:$host ;;
    esac
    mkdir -p "$certificate"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 \
        -subj "/CN=register" -addext "subjectAltName=$name" \
        -keyout "$certificate/privkey.pem" -out "$certificate/fullchain.pem" 2>"$RUN/openssl.log" \
        || { cat "$RUN/openssl.log" >&2; exit 1; }
    say "No certificate in $TLS: one of our own is used, and browsers will warn."
fi

case ${HSTS_SUBDOMAINS:-no} in
    1 | true | yes | on) strict="max-age=63072000; includeSubDomains" ;;
    *) strict=max-age=63072000 ;;
esac
# One form may bring three files of the largest size (registry/receiving.py, which refuses more with
# a sentence), and its text.
body_max_mb=$(((UPLOAD_MAX_MB > 5 ? UPLOAD_MAX_MB : 5) * 3 + 4))

front=
for address in ${FRONT_PROXIES:-}; do
    only FRONT_PROXIES "$address" '[0-9a-fA-F.:]+(/[0-9]+)?'
    front="$front set_real_ip_from $address;"
done
[ -s /proc/net/if_inet6 ] && ipv6=KEEP || ipv6='listen \[::\]'
for part in "$here"/nginx.conf.template "$here"/*.conf; do
    sed -e "s|@SITE_URL@|${SITE_URL%/}|g" -e "s|@BODY_MAX_MB@|$body_max_mb|g" \
        -e "s|@DOCUMENTS_BY_PROXY@|$DOCUMENTS_BY_PROXY|g" -e "s|@DOCUMENTS@|$DOCUMENTS|g" \
        -e "s|@SOCKET@|$SOCKET|g" -e "s|@CERTIFICATE@|$certificate|g" -e "s|@ACME@|$ACME|g" \
        -e "s|@STRICT@|$strict|g" -e "s|@FRONT@|$front|g" \
        -e "s|@RUN@|$RUN|g" -e "s|@PAGES@|$here/pages|g" \
        -e "s|@HTTP_PORT@|$HTTP_PORT|g" -e "s|@HTTPS_PORT@|$HTTPS_PORT|g" -e "/$ipv6/d" \
        "$part" >"$RUN/conf/$(basename "$part" .template)"
done
exec nginx -e stderr -c "$RUN/conf/nginx.conf" "$@"
