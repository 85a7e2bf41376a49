# Runs Maven for ./keybearer and ./test, with the JDK and the Maven that toolchain.sh found.
# Sourced after toolchain.sh.
# shellcheck shell=sh disable=SC2154

# The local repository, when one was asked for, as an absolute path.
maven_repository=${KEYBEARER_MAVEN_REPO:-}
case $maven_repository in
  '' | /*) ;;
  *) maven_repository=$PWD/$maven_repository ;;
esac

# Stops when this user may not write what a build writes.
require_writable_checkout() {
  for folder in "$repo" "$repo"/target "$repo"/keybearer-*/ "$repo"/keybearer-*/target \
    "$repo"/keybearer-*/target/*/ "$repo"/examples/*/target; do
    [ -e "$folder" ] || continue
    [ -w "$folder" ] && continue
    say "something has to be built, and you ($(id -un)) may not write to $folder"
    say "build it as the owner of the checkout (./keybearer --help does), after which anybody can"
    say "start it; or copy the checkout to a folder of your own, without its target folders"
    exit 73
  done
  mkdir -p "$repo/target"
}

# Runs Maven in the checkout, with the arguments given.
run_maven() (
  cd "$repo" || exit
  # What newer JDKs would otherwise warn about, of Maven's own libraries.
  [ "$jdk_major" -lt 23 ] || MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
  [ "$jdk_major" -lt 24 ] || MAVEN_OPTS="--enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  export JAVA_HOME="$jdk" MAVEN_OPTS="${MAVEN_OPTS:-}"
  [ -z "$maven_repository" ] || set -- "-Dmaven.repo.local=$maven_repository" "$@"
  exec "$maven" --batch-mode --no-transfer-progress "$@" </dev/null
)
