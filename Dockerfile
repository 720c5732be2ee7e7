# The image of the server. How to use it: docs/deployment.md.
# Python 3.11 because that is what the tests run on; `--build-arg PYTHON=3.13` takes another.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source

# From what changes seldom to what changes often, so that a change of the code fetches nothing.
COPY requirements.lock ./
RUN python -m venv /opt/doithoai \
    && /opt/doithoai/bin/pip install --require-hashes -r requirements.lock
COPY package.json package-lock.json .npmrc ./
COPY tools/frontend.py tools/
RUN python tools/frontend.py
COPY pyproject.toml LICENSE ./
COPY migrations migrations
COPY app app
RUN python -m pip wheel --no-deps --wheel-dir /wheels . \
    && /opt/doithoai/bin/pip install --no-deps /wheels/*.whl

FROM python:${PYTHON}-slim-bookworm
# asyncpg asks where the user's home is, so there is a user of that number; the home need not exist.
RUN groupadd --gid 10001 doithoai \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin doithoai
COPY --from=build /opt/doithoai /opt/doithoai
ENV PATH=/opt/doithoai/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# By number: Kubernetes' runAsNonRoot does not look names up.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
STOPSIGNAL SIGTERM
# Not urllib: it would ask the proxy that Docker may have put into the environment.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["doithoai"]
CMD ["serve", "--host", "0.0.0.0"]
