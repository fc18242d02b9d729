# One image for web, worker and beat; docker-compose.yml starts each with its own command.

# What makes and brings back backups is of the very version of the database, or a dump of one would
# not fit the other; so it comes from its image (docs/decisions/0037), with all it is linked to.
FROM postgres:16.11-bookworm AS database
RUN cd /usr/lib/postgresql/16/bin && mkdir -p /client/bin /client/lib \
    && for each in pg_dump pg_restore; do \
        cp $each /client/bin/ && ldd $each | grep -o '/[^ ]*' | xargs cp -Lt /client/lib/ \
        && printf '%s\n' '#!/bin/sh' 'here=${0%/*}' \
            "exec \$here/lib/ld-linux-*.so.* --library-path \$here/lib \$here/bin/$each \"\$@\"" \
            > /client/$each && chmod 755 /client/$each || exit 1; \
    done

FROM python:3.11.14-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    ZERENTIAN_DATA=/data ZERENTIAN_STATIC=/app/staticfiles PATH=/opt/postgresql:$PATH
WORKDIR /app

COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

COPY --from=database /client /opt/postgresql

# All of it belongs to root: whoever gets into the program cannot change it.
COPY . .
# The build needs settings but no secrets: these are used for nothing and stay out of the image.
RUN export ZERENTIAN_SECRET_KEY="$(head -c 48 /dev/urandom | base64 -w 0)" \
        ZERENTIAN_FIELD_KEYS="k1:$(head -c 16 /dev/urandom | base64)" \
        ZERENTIAN_INDEX_KEY="$(head -c 32 /dev/urandom | base64)" \
    && python manage.py compile_words \
    && python manage.py collectstatic --noinput -v0 \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin zerentian \
    && install -d -m 0700 -o zerentian /data /backups

# By number, so that whoever runs it can see that it is not root.
USER 10001
VOLUME ["/data", "/backups"]
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--only", "web", "--host", "0.0.0.0"]
