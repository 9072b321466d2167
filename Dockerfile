# The image of web, worker and beat: packages exactly as pinned, static files collected, no root, nothing to write to.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m venv /venv && /venv/bin/pip install --no-deps --require-hashes -r requirements.txt

# The proxy without root: it listens on high ports, so its program needs no capability, and owns only its own state.
FROM caddy:2 AS proxy
RUN setcap -r /usr/bin/caddy && chown -R 10001:10001 /data /config
USER 10001

FROM python:3.11-slim-bookworm AS app
# Pango draws the text of the reports.
RUN apt-get update -qq \
    && apt-get install -qq --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin regiokracht \
    && install -d -o regiokracht -g regiokracht -m 0700 /state
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATE_DIR=/state \
    STATIC_ROOT=/app/static-collected
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# Needs settings, but no services and no secrets.
RUN python -m compileall -q . \
    && SECRET_KEY=build DATABASE_URL=postgres:///build REDIS_URL=redis://build STATE_DIR=/tmp/build \
       python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build \
    && chmod -R a+rX static-collected
USER regiokracht
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "config.healthcheck"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--preload", \
     "--timeout", "60", "--graceful-timeout", "30", "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190", \
     "--log-level", "warning"]
