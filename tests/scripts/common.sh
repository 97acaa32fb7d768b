# For the test scripts: a scratch folder, a server, and saying what failed.
set -euo pipefail
scratch=$(mktemp -d /tmp/tandem-script.XXXXXX)
chmod 755 "$scratch"
server=
finish() {
  status=${1:-$?}
  [[ -n $server ]] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  [[ $status -ne 0 && -f $scratch/server.log ]] && tail -5 "$scratch/server.log"
  rm -rf "$scratch"
  exit "$status"
}
trap finish EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

# start PROGRAM DATA [options]: starts a server on $own_port, or a free one; sets $server and $url.
start() {
  local program=$1 data=$2
  shift 2
  : > "$scratch/server.log"
  # The sites of the sample are other people's: a test does not ask them.
  TANDEM_DIRECTORY_CHECK_LINKS=false "$program" serve --data "$data" --http.port "${own_port:-0}" "$@" >> "$scratch/server.log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    url=$(sed -n 's/^Tandem listens on //p' "$scratch/server.log")
    [[ -n $url ]] && curl -fs -o /dev/null "$url/health/ready" && return
    kill -0 "$server" 2>/dev/null || fail "the server ended"
    sleep 0.1 # polling: the loop ends when the server is ready
  done
  fail "the server was not ready within 30 seconds"
}
