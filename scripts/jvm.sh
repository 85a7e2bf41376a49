# The options of the JVM that runs the program. Sourced after toolchain.sh.
# shellcheck shell=sh disable=SC2154

# Prints them, for the program's arguments given.
jvm_options() {
  echo -Xshare:auto
  # SQLite's native code, and Netty's memory access: newer JDKs warn unless they are allowed.
  [ "$jdk_major" -lt 24 ] || echo --enable-native-access=ALL-UNNAMED
  [ "$jdk_major" -lt 23 ] || echo --sun-misc-unsafe-memory-access=allow
  # The default everywhere from 18 on.
  [ "$jdk_major" -ge 18 ] || echo -Dfile.encoding=UTF-8
  # A command is over in a moment: quick to start and small. The server and the benchmarks keep the
  # JVM's own choice of collector and a quarter of the memory. Of what the heap has grown to, more
  # stays than usual: given back between bursts, it is missing in the next, and collecting twice a
  # second took a tenth of the processor time.
  if is_serving "$@"; then
    echo -XX:MaxHeapFreeRatio=95
  else
    echo -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m
  fi
}

# Whether the command, which is the first argument that is no option, is serve or bench.
is_serving() {
  for argument in "$@"; do
    case $argument in
      -*) ;;
      *) [ "$argument" = serve ] || [ "$argument" = bench ]; return ;;
    esac
  done
  return 1
}
