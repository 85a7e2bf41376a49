# Finds a JDK and Maven, and installs what is missing where it may. Sourced by ./keybearer and
# ./test, which set $script (their name) and $repo (the checkout) first.
#
#   require jdk maven   the newest JDK >= 17, and Maven >= 3.8.7: sets $jdk, $jdk_version,
#                       $jdk_major, $maven, $maven_version
#   require jdk17       a JDK 17 beside it: sets $jdk17
#   require nginx caddy the gateways that tests put before a service
#
# What cannot be had is a message with the line to type, and exit 69.
# shellcheck shell=sh disable=SC2034,SC2154

# shellcheck source=scripts/packages.sh
. "$repo/scripts/packages.sh"

readonly oldest_jdk=17
readonly oldest_maven=3.8.7

say() {
  printf '%s: %s\n' "$script" "$*" >&2
}

# stop STATUS MESSAGE
stop() {
  stop_status=$1
  shift
  say "$@"
  exit "$stop_status"
}

# Sets $rank, by which versions compare as numbers, and $major: 25.0.3, 26-ea, 1.8.0_392, 3.8.7.
rank_version() {
  rest=${1#1.}.0.0
  major=${rest%%[!0-9]*}
  rest=${rest#"$major"}
  rest=${rest#?}
  minor=${rest%%[!0-9]*}
  rest=${rest#"$minor"}
  rest=${rest#?}
  patch=${rest%%[!0-9]*}
  patch=${patch#"${patch%%[!0]*}"} # 08 would be read as an octal number
  rank=$((${major:-0} * 1000000 + ${minor:-0} * 1000 + ${patch:-0}))
}

# Sets $found_version to what the release file in the folder $1 says; fails without a whole JDK.
read_jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  found_version=
  while IFS='=' read -r name value || [ -n "$name" ]; do
    if [ "$name" = JAVA_VERSION ]; then
      value=${value#\"}
      found_version=${value%%\"*}
    fi
  done <"$1/release"
  [ -n "$found_version" ]
}

# Prints where the file $1 really is, symbolic links followed.
real_file() {
  file=$1
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=$(dirname "$file")/$link ;;
    esac
  done
  printf '%s\n' "$file"
}

# Prints the JDK folder that the command $1 on the PATH belongs to.
home_of_command() {
  on_path=$(command -v "$1") || return 0
  dirname "$(dirname "$(real_file "$on_path")")"
}

# Sets $jdk, $jdk_version, $jdk_major to the newest JDK there is; with $1, to the newest of that
# major version only.
find_jdk() {
  jdk=
  jdk_rank=0
  for place in "${JAVA_HOME:-}" "$(home_of_command javac)" "$(home_of_command java)" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk* /opt/* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    read_jdk_version "$place" || continue
    rank_version "$found_version"
    [ "$major" = "${1:-$major}" ] || continue
    if [ "$major" -ge "$oldest_jdk" ] && [ "$rank" -gt "$jdk_rank" ]; then
      jdk=$place
      jdk_version=$found_version
      jdk_major=$major
      jdk_rank=$rank
    fi
  done
  [ -n "$jdk" ]
}

# Says so when the JDK that JAVA_HOME asks for cannot be used.
note_unused_java_home() {
  [ -n "${JAVA_HOME:-}" ] || return 0
  if read_jdk_version "$JAVA_HOME"; then
    rank_version "$found_version"
    [ "$major" -lt "$oldest_jdk" ] || return 0
    say "JAVA_HOME is JDK $found_version ($JAVA_HOME), too old; looking for $oldest_jdk or newer"
  else
    say "JAVA_HOME is not a whole JDK ($JAVA_HOME); looking for another"
  fi
}

# Sets $jdk17 without touching what find_jdk found before.
find_jdk17() {
  jdk17=$(find_jdk 17 && printf '%s\n' "$jdk") && [ -n "$jdk17" ]
}

# Sets $maven and $maven_version to the first Maven that is new enough. Before there is a JDK to
# ask it with, any Maven counts; it is asked again afterwards.
find_maven() {
  maven=
  maven_too_old=
  for place in "$(command -v mvn)" "${MAVEN_HOME:+$MAVEN_HOME/bin/mvn}" \
    "${M2_HOME:+$M2_HOME/bin/mvn}" /usr/share/maven/bin/mvn /usr/local/bin/mvn \
    /opt/homebrew/bin/mvn /opt/*maven*/bin/mvn /usr/local/*maven*/bin/mvn \
    "${HOME:-}"/.sdkman/candidates/maven/*/bin/mvn; do
    [ -x "$place" ] || continue
    maven=$place
    [ -n "${jdk:-}" ] || return 0
    maven_version=$(JAVA_HOME=$jdk "$place" --batch-mode --version 2>/dev/null |
      sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p')
    rank_version "$oldest_maven"
    oldest_rank=$rank
    rank_version "${maven_version:-0}"
    [ "$rank" -lt "$oldest_rank" ] || return 0
    maven_too_old="$maven_version ($place)"
    maven=
  done
  return 1
}

# Whether there is an nginx, on the PATH or where Debian keeps it off an ordinary user's.
find_nginx() {
  command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]
}

find_caddy() {
  command -v caddy >/dev/null 2>&1
}

# Sets $missing to those of the tools named that are not there; fails when there are any.
look_for() {
  missing=
  for tool in "$@"; do
    "find_$tool" || missing="$missing $tool"
  done
  [ -z "$missing" ]
}

# Sees to it that the tools named are there, or stops. Tools: jdk, jdk17, maven,
# nginx, caddy.
require() {
  look_for "$@" && return 0
  missing_before=$missing
  install_missing && look_for "$@" && return 0
  # A second round, for only once there is a JDK can Maven be asked how old it is.
  if [ "$missing" != "$missing_before" ]; then
    install_missing && look_for "$@" && return 0
  fi
  say_what_is_missing
  exit 69
}

say_what_is_missing() {
  for tool in $missing; do
    case $tool in
      jdk) say "there is no JDK $oldest_jdk or newer here (a JRE without javac is not enough)" ;;
      jdk17) say "there is no JDK 17 here: the oldest that Keybearer runs on, so tested on, too" ;;
      maven) say "there is no Maven $oldest_maven or newer here${maven_too_old:+, only $maven_too_old}" ;;
      nginx | caddy) say "there is no $tool here, which the tests of gateways put before a service" ;;
    esac
  done
  name_packages
  if [ -n "$line_to_type" ]; then
    say "type this line, then start again:"
    printf '\n    %s\n\n' "$line_to_type" >&2
    say "where that does not help, unpack it under /opt: https://adoptium.net https://maven.apache.org"
  else
    say "unpack it under /opt, then start again: https://adoptium.net https://maven.apache.org"
  fi
}
