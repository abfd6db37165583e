# For the scripts beside it, which source it and set app (its process), port, connections and seconds: the sample on core 0, the load generator on core 1.

# Waits until the app answers, and warms a path up for so many seconds.
warm_up() {
  for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/version" >/dev/null && break; sleep 0.1; done
  taskset -c 1 wrk -t1 -c"$connections" -d"${2}s" "http://127.0.0.1:$port$1" >/dev/null
}

# Prints requests a second, microseconds of the app's CPU for each request, and the p99 of their durations in milliseconds.
load() {
  local before after report
  before=$(awk '{print $14 + $15}' "/proc/$app/stat")
  report=$(taskset -c 1 wrk -t1 -c"$connections" -d"${seconds}s" --latency "http://127.0.0.1:$port$1")
  after=$(awk '{print $14 + $15}' "/proc/$app/stat")
  echo "$report" | awk -v ticks=$((after - before)) '/requests in/ {n = $1} /Requests\/sec/ {r = $2} $1 == "99%" {p = $2 * ($2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000)} END {printf "%.0f %.1f %.1f\n", r, ticks * 10000 / n, p}'
}

end() { kill "$app"; wait "$app" || true; app=; }

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
