# syntax=docker/dockerfile:1
# One image for the worker and the starter; what it keeps lies in /var/lib/phoenix.

FROM python:3.13.9-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv /opt/phoenix
COPY requirements.txt .
# Every package is named with its hash, so a changed download fails the build.
RUN /opt/phoenix/bin/pip install --quiet --no-deps --require-hashes --requirement requirements.txt

FROM python:3.13.9-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/phoenix --create-home \
    --shell /usr/sbin/nologin phoenix
COPY --from=build /opt/phoenix /opt/phoenix
WORKDIR /opt/app
COPY pyproject.toml LICENSE README.md starter.py worker.py ./
COPY contracts/ contracts/
COPY domain/ domain/
COPY activities/ activities/
COPY workflows/ workflows/
COPY runtime/ runtime/
COPY console/ console/
COPY examples/ examples/
# Nothing can be written here later, and every process would compile everything anew.
RUN python -m compileall -q .
ENV PATH=/opt/phoenix/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PHOENIX_HOME=/var/lib/phoenix \
    PHOENIX_READY_FILE=/tmp/phoenix-ready
USER phoenix
VOLUME /var/lib/phoenix
# The worker gives the ready file the present time every ten seconds, as long as Temporal sees it
# ask for work (docs/operations.md).
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["sh", "-c", "find \"$PHOENIX_READY_FILE\" -newermt '60 seconds ago' | grep -q ."]
STOPSIGNAL SIGTERM
# The exec form makes the worker process 1, so that SIGTERM reaches it.
CMD ["python", "worker.py"]
