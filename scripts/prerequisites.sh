#!/usr/bin/env bash
# Checks what the machine must have, and says precisely what is missing.
#   prerequisites.sh install   what `make install` needs: Python, Node and npm (never installs anything)
#   prerequisites.sh test      what the tests need besides; Debian packages are installed when we are root
#   prerequisites.sh fault     what `make fault` needs besides that
set -euo pipefail

PYTHON=${PYTHON:-python3}
missing=()

# at_least NAME WANTED FOUND: whether version FOUND is WANTED or newer; notes it as missing otherwise.
at_least() {
  if [ -z "$3" ]; then
    missing+=("$1 $2 or newer: not installed")
  elif [ "$(printf '%s\n%s\n' "$2" "$3" | sort -V | head -n 1)" != "$2" ]; then
    missing+=("$1 $2 or newer: found $3")
  fi
}

# version COMMAND ARGUMENT...: the first dotted number that it prints, or the first number ("21"); nothing when there is
# no such command.
version() {
  local said
  command -v "$1" >/dev/null 2>&1 || return 0
  said=$("$@" 2>&1 || true)
  { grep -oE '[0-9]+(\.[0-9]+)+' <<<"$said" || grep -oE '[0-9]+' <<<"$said" || true; } | head -n 1
}

check_install() {
  at_least "Python ($PYTHON)" 3.11 "$(version "$PYTHON" --version)"
  if command -v "$PYTHON" >/dev/null 2>&1 && ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    missing+=("the venv module of $PYTHON (Debian: apt-get install python3-venv)")
  fi
  at_least "Node (node)" 20.19 "$(version node --version)"
  at_least "npm" 10 "$(version npm --version)"
}

# from_debian COMMAND PACKAGE: installs the package when the command is missing and we may.
from_debian() {
  command -v "$1" >/dev/null 2>&1 && return
  if [ "$(id -u)" -ne 0 ]; then
    missing+=("$1: as root, apt-get install $2")
  elif ! command -v apt-get >/dev/null 2>&1; then
    missing+=("$1: no apt-get here; install what your system calls $2")
  else
    echo "Installing $2"
    if [ -z "${apt_updated:-}" ]; then
      apt-get update -q >/dev/null || true
      apt_updated=yes
    fi
    # RUNLEVEL=1 keeps the package from starting a server of its own: the tests start theirs.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$2" >/dev/null \
      || missing+=("$1: apt-get install $2 failed")
  fi
}

# postgres_programs: puts PostgreSQL's programs on the path. Debian keeps them beside it, a folder for each version.
postgres_programs() {
  local folder
  for folder in /usr/lib/postgresql/*/bin; do
    if [ -d "$folder" ]; then PATH="$PATH:$folder"; fi
  done
}

check_test() {
  postgres_programs
  from_debian redis-server redis-server
  from_debian initdb postgresql
  from_debian chromium chromium
  from_debian git git
  from_debian promtool prometheus
  at_least "Java (java)" 17 "$(version java -version)"
  at_least "Maven (mvn)" 3.6 "$(version mvn --version)"
}

# What `make fault` needs besides.
check_fault() {
  from_debian nginx nginx-light
  from_debian caddy caddy
  from_debian faketime faketime
  from_debian ip iproute2
}

case "${1:-}" in
  install) check_install ;;
  test) check_test ;;
  fault)
    check_test
    check_fault
    ;;
  *)
    echo "usage: $0 install|test|fault" >&2
    exit 2
    ;;
esac

if [ "${#missing[@]}" -gt 0 ]; then
  echo "Missing on this machine:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi
