# Tavle in one image: `docker run tavle worker`, `tavle web`, `tavle source NAME`. See docker-compose.yml.

FROM node:24.11.1-bookworm-slim AS pages
WORKDIR /tavle/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11.14-slim-bookworm AS wheel
WORKDIR /tavle
RUN python -m venv /opt/build /opt/tavle
# The lock's versions and hashes for what builds and for what runs: the same as in every test run.
COPY requirements.lock requirements-runtime.lock ./
RUN /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && /opt/tavle/bin/pip install --no-cache-dir --require-hashes -r requirements-runtime.lock
COPY pyproject.toml hatch_build.py README.md ./
COPY app/ app/
COPY streams/ streams/
COPY --from=pages /tavle/app/web/pages/ app/web/pages/
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /tmp/wheel \
 && /opt/tavle/bin/pip install --no-cache-dir --no-deps /tmp/wheel/*.whl \
 && /opt/tavle/bin/pip uninstall --yes pip setuptools

FROM python:3.11.14-slim-bookworm
COPY --from=wheel /opt/tavle /opt/tavle
# A number, so that the orchestrator can tell that it is not root. A volume at this folder gets its owner from it.
RUN install --directory --owner=10001 --group=10001 /var/lib/tavle
ENV PATH=/opt/tavle/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TAVLE_DATA_DIR=/var/lib/tavle
USER 10001:10001
WORKDIR /var/lib/tavle
EXPOSE 8080
STOPSIGNAL SIGTERM
# For `web` and `up`. A worker and a source have no port: docker-compose.yml asks `python -m app.health` there.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["tavle"]
CMD ["web"]
