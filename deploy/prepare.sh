#!/bin/sh
# Brings the database up to date, and loads the shipped register into an empty one. Whatever staff
# have changed stays. Run it before every start of a new version.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python}

"$python" manage.py migrate --verbosity=0
if [ "${START_EMPTY:-no}" = yes ]; then
    "$python" manage.py load_register registers/common --if-empty
    exit 0
fi
"$python" manage.py load_register registers/* --if-empty
for list in registers/*/twinnings/*.csv; do
    "$python" manage.py load_twinnings "$list" --if-empty
done
