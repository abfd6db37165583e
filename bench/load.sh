# For the scripts beside it, which source it and set app (its process; or start sets it), port, connections and seconds: the sample on core 0, the load generator on core 1.

# Waits until the app answers, and warms a path up for so many seconds.
warm_up() {
  for _ in $(seq 300); do curl -sf "http://127.0.0.1:$port/version" >/dev/null && break; sleep 0.1; done
  taskset -c 1 wrk -t1 -c"$connections" -d"${2}s" "http://127.0.0.1:$port$1" >/dev/null
}

# Starts the sample, which profiles nothing itself, and warms a path of it up.
start() {
  AsyncProf__Enabled=false Logging__LogLevel__Default=Warning taskset -c 0 dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & app=$!
  warm_up "$1" 4
}

# Prints the CPU that the app has used in all, in nanoseconds, and what the profiler's thread has used of it.
cpu() {
  local task all=0 ours=0 used
  for task in /proc/"$app"/task/*; do
    read -r used _ <"$task/schedstat" || continue
    all=$((all + used))
    [[ $(<"$task/comm") != AsyncProf* ]] || ours=$((ours + used))
  done 2>/dev/null
  echo "$all $ours"
}

# Prints requests a second, microseconds of the app's CPU for each request, the p99 of their durations in milliseconds, and the microseconds for each request of the profiler's thread.
load() {
  local before after report
  before=$(cpu)
  report=$(taskset -c 1 wrk -t1 -c"$connections" -d"${seconds}s" --latency "http://127.0.0.1:$port$1")
  after=$(cpu)
  echo "$report" | awk -v was="$before" -v is="$after" '/requests in/ {n = $1} /Requests\/sec/ {r = $2} $1 == "99%" {p = $2 * ($2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000)}
    END {split(was, a, " "); split(is, b, " "); printf "%.0f %.1f %.1f %.1f\n", r, (b[1] - a[1]) / n / 1000, p, (b[2] - a[2]) / n / 1000}'
}

# Ends all of several that live at once, stopped or not.
end_all() { for app in "${apps[@]}"; do kill -CONT "$app" && kill "$app" && wait "$app" || true; done 2>/dev/null; apps=(); }

end() { kill "$app"; wait "$app" || true; app=; }

median() { sort -n | awk '{v[NR] = $1} END {if (NR) print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2}'; }
