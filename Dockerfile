FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY manage.py ./
COPY diplomacy diplomacy
COPY templates templates
COPY registers registers
RUN python manage.py collectstatic --noinput --verbosity=0

# The account of the running site may write documents, backups and open data, nothing else.
RUN useradd --uid 1000 --no-create-home register \
    && mkdir -p var/documents var/backups var/open-data \
    && chown register var/documents var/backups var/open-data \
    && chmod 700 var/backups
USER register

EXPOSE 8000
CMD ["gunicorn", "diplomacy.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=2", \
     "--worker-tmp-dir=/dev/shm"]
