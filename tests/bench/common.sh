# For the benchmarks: what the test scripts share, and measuring. usage of each: BENCHMARK SOURCE BUILD [more]
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=$(realpath "$1") build=$(realpath "$2")
tandem=$build/bin/tandem
cd "$scratch"

others=() # processes that end with the benchmark; it waits for them, since their files lie in its folder
stop() {
  local one
  trap '' INT TERM
  for one in "${others[@]}"; do kill "$one" 2>/dev/null && wait "$one" 2>/dev/null || true; done
  finish "$1"
}
trap 'stop $?' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# figure NAME VALUE SIGN AIM: a ratio or figure and what it should be at least (>=) or at most (<=). Collected in the
# file $FIGURES, if that is set: name, value, sign, aim, separated by tabs.
figure() {
  local verdict
  verdict=$(awk -v v="$2" -v a="$4" -v s="$3" 'BEGIN { print ((s == ">=" && v >= a) || (s == "<=" && v <= a)) ? "met" : "MISSED" }')
  printf 'figure %-34s %8s   aim %s %-6s %s\n' "$1" "$2" "$3" "$4" "$verdict"
  printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >> "${FIGURES:-/dev/null}"
}

# divide A B [DIGITS]
divide() { awk -v a="$1" -v b="$2" -v d="${3:-2}" 'BEGIN { printf "%.*f\n", d, a / b }'; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
# column NUMBER FILE: the median of a column of its lines.
column() { cut -d' ' -f "$1" "$2" | median; }
# on_core CORE PROCESS…: all their threads, and what they start from now on.
on_core() {
  local core=$1 process
  shift
  for process in "$@"; do taskset -a -c -p "$core" "$process" > /dev/null; done
}
# ticks PROCESS: its CPU time so far, in hundredths of a second.
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

# requests PROCESS CONNECTIONS SECONDS [wrk's options] ADDRESS: requests a second, p99 in ms, µs of the process's CPU a
# request. wrk has the second core for itself, or with what else was put there.
requests() {
  local process=$1 connections=$2 seconds=$3 before after
  shift 3
  before=$(ticks "$process")
  taskset -c 1 wrk -t 1 -c "$connections" -d "$seconds" --timeout 30 --latency "$@" > wrk.out || fail "wrk: $(< wrk.out)"
  after=$(ticks "$process")
  grep -q 'Non-2xx\|Socket errors' wrk.out && fail "$*: $(< wrk.out)"
  awk -v ticks=$((after - before)) '
    $1 == "99%" { p99 = $2 + 0; if ($2 ~ /us/) p99 /= 1000; if ($2 ~ /[0-9]s/) p99 *= 1000 }
    $2 == "requests" { requests = $1 }
    $1 == "Requests/sec:" { rate = $2 }
    END { printf "%.0f %.3f %.2f\n", rate, p99, ticks * 10000 / requests }' wrk.out
}

# quietly COMMAND…: what it says is shown only if it fails.
quietly() { "$@" > quietly.out 2>&1 < /dev/null || fail "$1: $(tail -5 quietly.out)"; }

# sql STATEMENTS: in the private database of this benchmark, as its owner. (The space: a comment is no option.)
sql() { "$tandem" psql " $1" --data data "${options[@]}" < /dev/null > psql.out 2>&1 || fail "$(grep -A 4 -m 1 "ERROR\|FATAL" psql.out || tail -3 psql.out)"; }
# value STATEMENT: the one value it gives.
value() { "$tandem" psql "$1" --data data "${options[@]}" < /dev/null | sed -n '3s/^ *//p'; }
options=() # settings that every command of the benchmark gets

# The private database as libpq names it, and where it logs.
pgbench=/usr/lib/postgresql/15/bin/pgbench
database="host=$scratch/data/postgres/socket user=tandem dbname=tandem" log=data/postgres/postgres.log
# during_log COMMAND…: prints what PostgreSQL was sent meanwhile, from its log.
during_log() {
  local before
  sql "alter system set log_statement = 'all'"
  sql 'select pg_reload_conf()'
  curl -fs -o /dev/null "$url/api/v1/note?page%5Bsize%5D=1" # a connection hears of the setting before its next statement
  before=$(stat -c %s "$log")
  "$@" > /dev/null
  tail -c +"$((before + 1))" "$log"
  sql 'alter system reset log_statement'
  sql 'select pg_reload_conf()'
}
