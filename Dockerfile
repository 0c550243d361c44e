# Two images: the register, and the proxy in front of it. docker compose builds both.

FROM debian:12-slim AS proxy

RUN apt-get update \
    && apt-get install --yes --no-install-recommends nginx-light openssl curl \
    && rm -rf /var/lib/apt/lists/*
COPY deploy/nginx /app/deploy/nginx
# Of the group of the register: it may use the socket of the web server, and read documents.
RUN groupadd --gid 1000 register \
    && useradd --uid 1001 --gid register --no-create-home proxy \
    && mkdir -p /var/lib/register-proxy /run/register \
    && chown proxy /var/lib/register-proxy \
    && chown 1000:register /run/register && chmod 750 /run/register
USER 1001:1000

EXPOSE 8080 8443
HEALTHCHECK --interval=15s --timeout=5s --retries=4 \
    CMD ["curl", "--fail", "--silent", "--insecure", "https://127.0.0.1:8443/healthz"]
CMD ["/app/deploy/nginx/start.sh"]


FROM python:3.12-slim AS register

# yes: reports and briefings as PDF too (decision record 30), some 150 MB more.
ARG PDF=no

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

RUN if [ "$PDF" = yes ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
            libharfbuzz-subset0 fonts-noto-cjk \
        && rm -rf /var/lib/apt/lists/*; \
    fi
COPY requirements.txt requirements-pdf.txt ./
RUN if [ "$PDF" = yes ]; then lock=requirements-pdf.txt; else lock=requirements.txt; fi \
    && pip install --no-cache-dir --require-hashes --requirement "$lock"

COPY manage.py ./
COPY deploy deploy
COPY diplomacy diplomacy
COPY templates templates
COPY registers registers
RUN python manage.py collectstatic --noinput --verbosity=0

# What the running site writes; nothing else belongs to its account. A new volume takes owner and
# rights from here.
RUN groupadd --gid 1000 register \
    && useradd --uid 1000 --gid register --no-create-home register \
    && cd var && mkdir -p documents backups open-data papers daily scratch /run/register \
    && chown register:register documents backups open-data papers daily scratch /run/register \
    && chmod 750 documents /run/register && chmod 700 backups daily scratch
USER 1000:1000

HEALTHCHECK --interval=15s --timeout=5s --retries=4 --start-period=30s \
    CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
