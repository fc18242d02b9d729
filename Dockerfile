# One image for web, worker and beat; docker-compose.yml starts each with its own command.
FROM python:3.11.14-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    ZERENTIAN_DATA=/data ZERENTIAN_STATIC=/app/staticfiles
WORKDIR /app

COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

# All of it belongs to root: whoever gets into the program cannot change it.
COPY . .
# The build needs settings but no secrets: these are used for nothing and stay out of the image.
RUN export ZERENTIAN_SECRET_KEY="$(head -c 48 /dev/urandom | base64 -w 0)" \
        ZERENTIAN_FIELD_KEYS="k1:$(head -c 16 /dev/urandom | base64)" \
        ZERENTIAN_INDEX_KEY="$(head -c 32 /dev/urandom | base64)" \
    && python manage.py compile_words \
    && python manage.py collectstatic --noinput -v0 -i rest_framework \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin zerentian \
    && install -d -m 0700 -o zerentian /data

# By number, so that whoever runs it can see that it is not root.
USER 10001
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--only", "web", "--host", "0.0.0.0"]
