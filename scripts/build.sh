# Builds the program that ./keybearer starts, when its sources have changed since the last time.
# Sourced after toolchain.sh and maven.sh; $module is the Maven module that is the program.
# shellcheck shell=sh disable=SC2154

readonly app="$repo/$module/target/app"
readonly build_log="$repo/target/keybearer-build.log"
readonly build_lock="$repo/target/keybearer-build.lock"
readonly last_repository="$repo/target/keybearer-build.repository"

# Prints every source the program is made from with its checksum, so that changed, added and
# removed files all show, whatever their times.
list_sources() (
  cd "$repo" || exit
  find pom.xml .mvn keybearer-*/pom.xml keybearer-*/src/main -type f -exec cksum {} + |
    LC_ALL=C sort
)

# Whether the program is there, whole, and made from the sources as they are: since it was
# noted, neither they nor the jars have changed.
is_built() {
  [ -f "$app/.built" ] &&
    [ -z "$(find "$app" -name '*.jar' -newer "$app/.built")" ] &&
    list_sources | cmp -s - "$app/.built"
}

build_if_stale() {
  is_built && return 0
  require_writable_checkout
  lock_build
  if ! is_built; then
    require jdk maven
    build
  fi
  unlock_build
}

build() {
  if [ -f "$app/.built" ]; then
    say "building again, since sources or jars have changed (log: $build_log)"
  else
    say "building; the first time takes a minute or two, and the network (log: $build_log)"
  fi
  say "with JDK $jdk_version ($jdk) and Maven $maven_version ($maven)"
  build_started=$(date +%s)
  list_sources >"$repo/target/keybearer-build.sources"
  # Whole, so that no jar of before stays on the class path.
  rm -rf "$app"
  package_program || build_failed "Maven stopped"
  [ -n "$(find "$app" -name "$module*.jar" 2>/dev/null)" ] ||
    build_failed "Maven left no program in $app"
  printf '%s\n' "$maven_repository" >"$last_repository"
  cat "$repo/target/keybearer-build.sources" >"$app/.built"
  say "built in $(($(date +%s) - build_started)) s"
}

# Offline first when this repository has served a build before; online when something turns out
# to be missing from it.
package_program() {
  set -- -Pserving -pl "$module" -am -Dmaven.test.skip=true package
  if [ -f "$last_repository" ] && [ "$(cat "$last_repository")" = "$maven_repository" ]; then
    run_maven --offline "$@" >"$build_log" 2>&1 && return 0
    grep -q 'offline mode' "$build_log" || return 1
  fi
  run_maven "$@" >"$build_log" 2>&1
}

build_failed() {
  say "the build failed: $1; the whole log is $build_log"
  # Maven's errors up to its general advice, which follows an empty one.
  { grep '^\[ERROR' "$build_log" || tail -n 20 "$build_log"; } |
    sed -e '/^\[ERROR\] *$/q' -e 20q >&2
  exit 70
}

# The lock is a symbolic link to the number of the process that builds: made and read in one
# step each, so that it is never there without its owner.
lock_build() {
  trap unlock_build EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  patience=1200
  while ! ln -s "$$" "$build_lock" 2>/dev/null; do
    if ! owner=$(readlink "$build_lock"); then
      # Given back this moment; or it cannot be made at all, as on a full disk.
      owner=unknown
      patience=$((patience - 99))
    elif is_running "$owner"; then
      [ "$patience" -lt 1200 ] || say "process $owner is building; waiting for it"
    else
      break_lock_of "$owner"
    fi
    patience=$((patience - 1))
    [ "$patience" -gt 0 ] ||
      stop 75 "process $owner has not finished building; if that cannot be, delete $build_lock"
    sleep 1
  done
}

is_running() {
  if [ -d /proc/self ]; then [ -d "/proc/$1" ]; else ps -p "$1" >/dev/null 2>&1; fi
}

# Removes the lock of a process that ended without doing so. One at a time, and looking again
# first: the lock may be a living process's by now.
break_lock_of() {
  find "$build_lock.breaking" -prune -mmin +1 -exec rmdir {} \; 2>/dev/null || true
  mkdir "$build_lock.breaking" 2>/dev/null || return 0
  if [ "$(readlink "$build_lock")" = "$1" ]; then
    say "process $1 ended in the middle of a build; starting over"
    rm -f "$build_lock"
  fi
  rmdir "$build_lock.breaking"
}

unlock_build() {
  if [ "$(readlink "$build_lock" 2>/dev/null)" = "$$" ]; then
    rm -f "$build_lock"
  fi
}
